import { failure } from '@sallyport/errors';
import { revokeFailed } from './revoke.ts';
import type { Send } from './send.ts';

export interface LeaseContext {
  readonly send: Send;
  readonly token: string;
  readonly namespace: string | undefined;
}

/**
 * Ends one lease before its time and waits until what it stands for is gone (`sync`).
 * @throws CodedError `vault/revoke-failed`: the default policy does not grant it, but the end of a token ends its leases.
 */
export async function revokeLease({ send, token, namespace }: LeaseContext, leaseId: string): Promise<void> {
  const body = { lease_id: leaseId, sync: true };
  const request = { method: 'POST', path: 'sys/leases/revoke', body, token, namespace } as const;
  const answer = await send({ ...request, repeat: 'always' });
  if (answer.status >= 300) throw revokeFailed('lease', answer);
}

/**
 * @param seconds from now; the server may grant less.
 * @returns the seconds that the lease lives from now on.
 * @throws CodedError `vault/renew-failed`.
 */
export async function renewLease(
  { send, token, namespace }: LeaseContext,
  leaseId: string,
  seconds: number,
): Promise<number> {
  const body = { lease_id: leaseId, increment: seconds };
  const request = { method: 'POST', path: 'sys/leases/renew', body, token, namespace } as const;
  const answer = await send({ ...request, repeat: 'always' });
  if (answer.status === 200) return answer.leaseSeconds;
  throw failure('vault/renew-failed', {
    what:
      `Vault did not renew the lease: it answered ${answer.status} ${answer.errors.join('; ')}`.trim() + '.',
  });
}
