import { sessionAuthorization } from '@sallyport/audit';
import type { Grant } from '@sallyport/federation';
import type { Identity } from '@sallyport/github-identity';
import type { Prover } from '@sallyport/identity-step';
import { asCodedError, type Runner } from '@sallyport/runner';
import type { Step } from '@sallyport/step';
import type { ChosenProvider } from './inputs.ts';

/** What happens to a request after it was sent: the login may have happened, but nobody holds it. */
const answerLost: ReadonlySet<string> = new Set([
  'http/closed',
  'http/deadline',
  'http/reset',
  'http/timeout',
  'http/too-large',
  'http/truncated',
]);

function lifetimeOf(seconds: number | undefined): string {
  const end =
    seconds === undefined ? 'by the lifetime that the server gives the role' : `within ${seconds} s`;
  return `the answer was lost; a session that nobody holds ends ${end}.`;
}

/**
 * Exchanges a proven token for credentials, masked before anything else, and records the outcome.
 * A login whose answer was lost is recorded with its lifetime: it is the one thing that cannot be taken back.
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
    const lost = answerLost.has(coded.code);
    const lifetime = provider.lifetimeSeconds?.(settings);
    if (lost) runner.info(`${provider.title} may have let this job in: ${lifetimeOf(lifetime)}`);
    step.trail.record(
      sessionAuthorization({
        ...event,
        outcome: { status: 'failure', detail: lost ? `${coded.code}: ${lifetimeOf(lifetime)}` : coded.code },
        session: undefined,
        expiresAt:
          lost && lifetime !== undefined ? Math.floor(step.clock.now() / 1000) + lifetime : undefined,
      }),
    );
    throw coded;
  }
}
