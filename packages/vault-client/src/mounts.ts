import { trimSlashes, type Send } from './send.ts';

/** Where an engine is mounted. */
export interface Mount {
  /** With its closing slash: `secret/`. */
  readonly path: string;
  /** The engine: `kv`, `database`, `pki` … */
  readonly type: string;
  /** For `kv` alone. */
  readonly kvVersion: 1 | 2 | undefined;
}

/** Finds the mount of a path; undefined if the server does not say. */
export type FindMount = (path: string, namespace: string | undefined) => Promise<Mount | undefined>;

/**
 * Asks `sys/internal/ui/mounts/<path>`, once per mount: that is how Vault's own CLI tells KV 1 from KV 2
 * (`internal/command/kv_helpers.go`). The endpoint answers as soon as the token may do anything below the mount. It is
 * internal, and a proxy may block it: then the mount stays unknown and paths are taken as they are written.
 */
export function createFindMount(send: Send, token: string): FindMount {
  const known = new Map<string, Mount>();
  // Paths with the same first segment may share a mount, so that they wait for one another's question.
  const asking = new Map<string, Promise<unknown>>();

  async function ask(path: string, namespace: string | undefined): Promise<Mount | undefined> {
    const found = lookUp(known, path, namespace);
    if (found !== undefined) return found;
    const request = { method: 'GET', path: `sys/internal/ui/mounts/${path}`, token, namespace } as const;
    const answer = await send({ ...request, repeat: 'always' });
    const mountPath = answer.data?.['path'];
    const type = answer.data?.['type'];
    // Of an auth method the answer leaves out the `auth/` in front.
    if (typeof mountPath !== 'string' || typeof type !== 'string' || !`${path}/`.startsWith(mountPath)) {
      return undefined;
    }
    const mount = { path: mountPath, type, kvVersion: kvVersionOf(type, answer.data?.['options']) };
    known.set(keyOf(mountPath, namespace), mount);
    return mount;
  }

  return (path, namespace) => {
    const first = keyOf(path.split('/')[0]!, namespace);
    const turn = (asking.get(first) ?? Promise.resolve()).then(
      () => ask(path, namespace),
      () => ask(path, namespace),
    );
    asking.set(first, turn);
    return turn;
  };
}

function keyOf(path: string, namespace: string | undefined): string {
  return `${trimSlashes(namespace ?? '')}\n${path}`;
}

/** No mount lies inside another, so the first that fits is the one. */
function lookUp(
  known: ReadonlyMap<string, Mount>,
  path: string,
  namespace: string | undefined,
): Mount | undefined {
  const segments = path.split('/');
  for (let length = segments.length; length > 0; length--) {
    const mount = known.get(keyOf(`${segments.slice(0, length).join('/')}/`, namespace));
    if (mount !== undefined) return mount;
  }
  return undefined;
}

function kvVersionOf(type: string, options: unknown): 1 | 2 | undefined {
  if (type !== 'kv' && type !== 'generic') return undefined;
  const version =
    typeof options === 'object' && options !== null ? (options as { version?: unknown }).version : undefined;
  return version === '2' ? 2 : 1;
}
