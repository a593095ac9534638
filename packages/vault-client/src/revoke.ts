import { failure } from '@sallyport/errors';
import type { Send, VaultAnswer } from './send.ts';

/**
 * `not-accepted`: the server takes the token for nothing; it has expired or was revoked before, or (only if it lacks
 * the default policy) it may not even look at itself. `not-revocable`: a batch token, which ends by itself.
 */
export type Revocation = 'revoked' | 'not-accepted' | 'not-revocable';

/**
 * Ends the token, and with it the leases it obtained. Repeated if need be: to revoke twice is to revoke.
 * @throws CodedError `vault/revoke-failed` if the token may still be alive; `http/*`.
 */
export async function revokeSelf(send: Send, token: string, namespace?: string): Promise<Revocation> {
  const request = { method: 'POST', path: 'auth/token/revoke-self', token, namespace } as const;
  const answer = await send({ ...request, repeat: 'always' });
  if (answer.status < 300) return 'revoked';
  if (answer.errors.some((text) => /batch tokens cannot be revoked/i.test(text))) return 'not-revocable';
  // An unknown token and one without the right to this path are refused alike.
  if (answer.status === 403) {
    const alive = await send({
      method: 'GET',
      path: 'auth/token/lookup-self',
      token,
      namespace,
      repeat: 'always',
    });
    if (alive.status !== 200) return 'not-accepted';
  }
  throw revokeFailed('token', answer);
}

export function revokeFailed(subject: 'token' | 'lease', answer: VaultAnswer): Error {
  const said = answer.errors.join('; ');
  return failure('vault/revoke-failed', {
    what: `Vault did not revoke the ${subject}: it answered ${answer.status}${said === '' ? '' : ` ${said}`}.`,
  });
}
