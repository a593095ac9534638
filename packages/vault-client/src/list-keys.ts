import { failure, plainText } from '@sallyport/errors';
import { mapInFlight } from './in-flight.ts';
import type { FindMount, Mount } from './mounts.ts';
import { trimSlashes, type Send, type VaultAnswer } from './send.ts';

export interface ListContext {
  readonly send: Send;
  readonly token: string;
  readonly findMount: FindMount;
  readonly namespace: string | undefined;
}

/** Beyond this a tree is more likely a mistake than a wish. */
const mostKeys = 5000;

/**
 * The paths of all secrets below a folder, sorted, each from the mount on and without `data/`, so that they can be
 * read as they are. OpenBao's `SCAN` gives them in one request; elsewhere, or without the capability `scan`, `LIST`
 * gives them folder by folder, `limit` at a time.
 * @throws CodedError `vault/denied`, `vault/too-many-keys`, `vault/request-refused`. An empty folder is not an error.
 */
export async function listTree(context: ListContext, folder: string, limit: number): Promise<string[]> {
  const path = trimSlashes(folder);
  const mount = await context.findMount(path, context.namespace);
  const base = path === '' ? '' : `${path}/`;
  const scanned = await scan(context, path, mount);
  const keys = scanned ?? (await listFolders(context, path, mount, limit));
  if (keys.length > mostKeys) throw tooMany(folder);
  return keys.map((key) => `${base}${key}`).sort();
}

/** The method itself, since a server that does not know it would take `GET …?scan=true` for a read. */
async function scan(
  context: ListContext,
  path: string,
  mount: Mount | undefined,
): Promise<string[] | undefined> {
  const { send, token, namespace } = context;
  const answer = await send({
    method: 'SCAN',
    path: listPath(path, mount),
    token,
    namespace,
    repeat: 'always',
  });
  return answer.status === 200 ? keysOf(answer) : undefined;
}

async function listFolders(
  context: ListContext,
  path: string,
  mount: Mount | undefined,
  limit: number,
): Promise<string[]> {
  const leaves: string[] = [];
  let folders = [''];
  while (folders.length > 0) {
    const listed = await mapInFlight(folders, limit, async (folder) => {
      try {
        return (await listOne(context, `${path}/${folder}`, mount)).map((key) => `${folder}${key}`);
      } catch (error) {
        return error;
      }
    });
    folders = [];
    for (const keys of listed) {
      if (!Array.isArray(keys)) throw keys;
      for (const key of keys as string[]) (key.endsWith('/') ? folders : leaves).push(key);
    }
    if (leaves.length + folders.length > mostKeys) throw tooMany(path);
  }
  return leaves;
}

async function listOne(context: ListContext, folder: string, mount: Mount | undefined): Promise<string[]> {
  const { send, token, namespace } = context;
  const path = listPath(trimSlashes(folder), mount);
  const answer = await send({ method: 'GET', path, query: 'list=true', token, namespace, repeat: 'always' });
  if (answer.status === 200) return keysOf(answer);
  if (answer.status === 404) return [];
  const details = `Vault's answer to LIST ${plainText(path)}: ${answer.status} ${answer.errors.join('; ')}`;
  if (answer.status === 403) {
    throw failure('vault/denied', {
      what: `The token may not list \`${plainText(path)}\`.`,
      remedy: `Have a policy of the token grant \`list\` on \`${plainText(path)}/\`, or name the secrets one by one.`,
      details,
    });
  }
  throw failure('vault/request-refused', { what: `Vault does not list \`${plainText(path)}\`.`, details });
}

function listPath(path: string, mount: Mount | undefined): string {
  if (mount?.kvVersion !== 2) return `${path}/`;
  const rest = `${path}/`.slice(mount.path.length).replace(/^(?:data|metadata)\//, '');
  return `${mount.path}metadata/${rest}`;
}

function keysOf(answer: VaultAnswer): string[] {
  const keys = answer.data?.['keys'];
  return Array.isArray(keys) ? keys.filter((key) => typeof key === 'string') : [];
}

function tooMany(folder: string): Error {
  return failure('vault/too-many-keys', {
    what: `There are more than ${mostKeys} secrets below \`${plainText(folder)}\`.`,
  });
}
