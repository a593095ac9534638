import { sessionAuthorization } from '@sallyport/audit';
import type { Grant } from '@sallyport/federation';
import type { Identity } from '@sallyport/github-identity';
import type { Prover } from '@sallyport/identity-step';
import { asCodedError, type Runner } from '@sallyport/runner';
import type { Step } from '@sallyport/step';
import type { ChosenProvider } from './inputs.ts';

/**
 * Exchanges a proven token for credentials, masked before anything else, and records the outcome.
 * @param audience of a fresh token, where the provider asks for one.
 * @throws CodedError `exchange/*`, `vault/*`, `http/*`
 */
export async function exchangeToken(
  identity: Identity,
  { provider, settings }: ChosenProvider,
  { runner, step, prover }: { readonly runner: Runner; readonly step: Step; readonly prover: Prover },
): Promise<Grant> {
  const event = { service: provider.title, subject: identity.claims.sub, role: provider.role(settings) };
  try {
    const grant = await provider.exchange(identity.token, settings, {
      http: step.http,
      clock: step.clock,
      run: {
        runId: prover.facts.runId,
        runAttempt: prover.facts.runAttempt,
        job: runner.environment['GITHUB_JOB'] ?? 'job',
      },
      claims: identity.claims,
      freshToken: async () => (await prover.prove(identity.audience)).token,
      mask(value) {
        runner.mask(value);
        step.trail.protect(value);
      },
    });
    step.trail.record(
      sessionAuthorization({
        ...event,
        outcome: { status: 'success' },
        session: grant.session,
        expiresAt: grant.expiresAt,
      }),
    );
    return grant;
  } catch (error) {
    const coded = asCodedError(error);
    step.trail.record(
      sessionAuthorization({
        ...event,
        outcome: { status: 'failure', detail: coded.code },
        session: undefined,
        expiresAt: undefined,
      }),
    );
    throw coded;
  }
}
