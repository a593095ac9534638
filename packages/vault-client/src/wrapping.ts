import { failure, plainText } from '@sallyport/errors';
import type { Send, VaultAnswer } from './send.ts';

export interface UnwrapOptions {
  readonly namespace?: string | undefined;
  /**
   * Whether the wrapping token comes from where it should: gets the request path that created it. Somebody who
   * intercepts a wrapping token can wrap again, but not from the same path.
   */
  readonly madeBy: (creationPath: string) => boolean;
}

/**
 * Takes what a wrapping token holds, which works once: two requests, the first of which takes nothing.
 * @throws CodedError `vault/wrapping-spent`, `vault/wrapping-origin` (nothing was unwrapped).
 */
export async function unwrap(send: Send, token: string, options: UnwrapOptions): Promise<VaultAnswer> {
  const { namespace } = options;
  const secrets = [token];
  const lookUp = { method: 'POST', path: 'sys/wrapping/lookup', body: { token }, namespace } as const;
  const origin = await send({ ...lookUp, secrets, repeat: 'always' });
  if (origin.status !== 200) throw failure('vault/wrapping-spent');
  const path = origin.data?.['creation_path'];
  if (typeof path !== 'string' || !options.madeBy(path)) {
    throw failure('vault/wrapping-origin', {
      what: `The wrapping token was made by \`${plainText(typeof path === 'string' ? path : '')}\`, which is not where it should come from.`,
    });
  }
  // The token goes into the header alone: with both, Vault takes it for a request about another token.
  const answer = await send({
    method: 'POST',
    path: 'sys/wrapping/unwrap',
    token,
    namespace,
    repeat: 'unless-acted',
  });
  if (answer.status !== 200) throw failure('vault/wrapping-spent');
  return answer;
}
