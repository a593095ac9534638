import { apiActivity, authentication, type AuditTrail } from '@sallyport/audit';
import { failure } from '@sallyport/errors';
import { asCodedError, openPrivateFolder, type Runner, variablesToRestore } from '@sallyport/runner';
import { openStep } from '@sallyport/step';
import type { VaultClient } from '@sallyport/vault-client';
import { clientOf } from './client-of.ts';
import type { ConnectionInputs } from './connection-inputs.ts';
import { type Obtained, readSavedSecrets } from './saved-secrets.ts';

/** A post step has its own budget, so that a slow main step never leaves a login behind. */
const postSeconds = 30;

/**
 * Takes everything back: what other steps could still use first (variables, files), then leases, then the token. Each
 * part is tried even when another fails.
 * @throws CodedError `vault/revoke-failed`, `http/*` for what may still be alive; the post only warns.
 */
export async function takeBack(runner: Runner, readInputs: () => ConnectionInputs): Promise<void> {
  const saved = readSavedSecrets(runner);
  if (saved === undefined) return;
  runner.restore(variablesToRestore(saved.restoration, runner.environment));
  if (saved.folder !== undefined) openPrivateFolder(saved.folder).remove();
  const count = Object.keys(saved.restoration).length;
  if (count > 0)
    runner.info(
      `Taken back: ${count} variable${count === 1 ? ' is what it was' : 's are what they were'} before.`,
    );
  if (saved.folder !== undefined) runner.info('Deleted: the private files.');
  if (saved.obtained === undefined) return;
  const inputs = readInputs();
  const step = openStep(runner, { ...inputs, timeoutSeconds: postSeconds });
  try {
    await revokeObtained(saved.obtained, clientOf(inputs, step.http), step.trail, runner);
  } finally {
    step.close();
  }
}

/**
 * Leases one by one, and then the token, whose end also ends what leases are left.
 * @throws CodedError the first failure after which something may still be alive.
 */
export async function revokeObtained(
  obtained: Obtained,
  client: VaultClient,
  trail: AuditTrail,
  runner: Pick<Runner, 'info'>,
): Promise<void> {
  const session = client.session({ token: obtained.token });
  let lost: unknown;
  let revoked = 0;
  for (const { id, namespace } of obtained.leases) {
    try {
      await session.revokeLease(id, namespace ?? obtained.namespace);
      revoked += 1;
      trail.record(leaseEvent(id));
    } catch (error) {
      lost ??= error;
      if (obtained.kind !== 'own') trail.record(leaseEvent(id, asCodedError(error).code));
    }
  }
  if (revoked > 0) runner.info(`Revoked: ${revoked} lease${revoked === 1 ? '' : 's'}.`);
  if (obtained.kind !== 'own') {
    runner.info(
      obtained.kind === 'batch'
        ? 'A batch token of Vault cannot be revoked; it ends by itself.'
        : 'The token that was handed in is left as it is.',
    );
    if (lost !== undefined) throw lost;
    return;
  }
  await revokeToken(obtained, client, trail, runner);
}

async function revokeToken(
  { token, namespace }: Obtained,
  client: VaultClient,
  trail: AuditTrail,
  runner: Pick<Runner, 'info'>,
): Promise<void> {
  const record = (detail?: string): void =>
    trail.record(
      authentication({
        activity: 'logoff',
        outcome: detail === undefined ? { status: 'success' } : { status: 'failure', detail },
        service: 'Vault',
        subject: undefined,
        issuer: undefined,
        audience: undefined,
        tokenIdHash: undefined,
        expiresAt: undefined,
        policyDigest: undefined,
      }),
    );
  const sentences = {
    revoked: 'Revoked: the Vault token, and every lease it obtained with it.',
    'not-accepted': 'The Vault token was dead already.',
    'not-revocable': 'A batch token of Vault cannot be revoked; it ends by itself.',
  } as const;
  try {
    runner.info(sentences[await client.revokeSelf(token, namespace)]);
    record();
  } catch (error) {
    const coded = asCodedError(error);
    record(coded.code);
    throw failure('vault/revoke-failed', {
      what: `The Vault token was not revoked: ${coded.what}`,
      cause: coded,
    });
  }
}

function leaseEvent(id: string, detail?: string) {
  return apiActivity({
    activity: 'delete',
    outcome: detail === undefined ? { status: 'success' } : { status: 'failure', detail },
    service: 'vault',
    operation: 'revoke lease',
    subject: undefined,
    resources: [{ type: 'lease', name: id }],
  });
}
