import { failure } from '@sallyport/errors';
import type { Send } from './send.ts';

/** What the token may do, per path: `read`, `list`, `deny`, `root` … */
export type Capabilities = ReadonlyMap<string, readonly string[]>;

/**
 * One request for all paths; the default policy grants it.
 * @throws CodedError `vault/request-refused` if the server does not tell.
 */
export async function askCapabilities(
  send: Send,
  token: string,
  paths: readonly string[],
  namespace: string | undefined,
): Promise<Capabilities> {
  const request = {
    method: 'POST',
    path: 'sys/capabilities-self',
    body: { paths },
    token,
    namespace,
  } as const;
  const answer = await send({ ...request, repeat: 'always' });
  const { data } = answer;
  if (answer.status !== 200 || data === null) {
    throw failure('vault/request-refused', { what: 'Vault does not tell what the token may do.' });
  }
  return new Map(
    paths.map((path) => {
      const held = data[path];
      return [path, Array.isArray(held) ? held.filter((name) => typeof name === 'string') : []];
    }),
  );
}
