import { failure } from '@sallyport/errors';
import type { Grant } from '@sallyport/federation';
import { type Identity, isUnavailable, suggestPolicy } from '@sallyport/github-identity';
import {
  type AssertedPolicy,
  Prover,
  readPolicy,
  reportProof,
  runWithCredentials,
} from '@sallyport/identity-step';
import type { Runner } from '@sallyport/runner';
import { openStep, reportAmbientTrust, type Step } from '@sallyport/step';
import { exchangeToken } from './exchange.ts';
import { explainRun } from './explain.ts';
import { existingCredentials, handOver, scriptVariables } from './handover.ts';
import type { ChosenProvider, LoginInputs } from './inputs.ts';
import { probeTrust } from './probe.ts';
import { auditNote, reportLogin } from './report.ts';
import { revokeLogin } from './revoke.ts';

/** What the parts of one login work with. */
export interface LoginParts {
  readonly runner: Runner;
  readonly step: Step;
  readonly prover: Prover;
  readonly inputs: LoginInputs;
}

/**
 * Mint → verify → bind → assert → exchange → validate → mask → hand over. Nothing is exchanged before every check has
 * passed, and nothing is handed over before the exchange is whole.
 */
export async function logIn(inputs: LoginInputs, runner: Runner): Promise<void> {
  const policy = readPolicy(inputs.policy, runner.environment['GITHUB_WORKSPACE'] ?? '.');
  reportAmbientTrust(runner);
  const step = openStep(runner, inputs);
  try {
    const prover = new Prover(runner, step, inputs, policy);
    const parts: LoginParts = { runner, step, prover, inputs };
    const identity = await proveOrSkip(parts);
    if (identity === undefined) return;
    step.assertNotCancelled();
    await proceed(identity, policy, parts);
  } catch (error) {
    runner.footnote(auditNote(step.trail));
    throw error;
  } finally {
    step.close();
  }
}

/** @returns undefined where the platform gives no token and the step was told to go on without. */
async function proveOrSkip({ prover, inputs, runner, step }: LoginParts): Promise<Identity | undefined> {
  try {
    return await prover.prove();
  } catch (error) {
    if (!inputs.skipWhenUnavailable || !isUnavailable(error)) throw error;
    runner.notice(
      'GitHub gives no token to this run (fork or Dependabot); the login is skipped as asked.',
      'oidc-login',
    );
    runner.expose({ masks: [], state: {}, outputs: { authenticated: 'false' }, environment: {} });
    reportLogin({ runner, trail: step.trail, verdict: '⏭️ Skipped: GitHub gives no token to this run.' });
    return undefined;
  }
}

async function proceed(
  identity: Identity,
  policy: AssertedPolicy | undefined,
  parts: LoginParts,
): Promise<void> {
  const { inputs, runner } = parts;
  if (inputs.mode === 'explain') return explainRun(identity, policy, parts);
  if (policy === undefined) throw policyMissing(identity);
  reportProof(identity, runner);
  const outputs = {
    authenticated: 'true',
    subject: identity.claims.sub,
    'claims-digest': policy.digest,
    'expires-at': new Date(identity.expiresAt).toISOString(),
  };
  const { chosen } = inputs;
  if (inputs.mode === 'assert' || chosen === undefined) {
    runner.expose({ masks: [], state: {}, outputs, environment: {} });
    return reportLogin({
      ...parts,
      trail: parts.step.trail,
      identity,
      verdict: '✅ The job is who the policy says.',
    });
  }
  if (inputs.mode === 'probe') return probeTrust(identity, chosen, parts);
  await exchangeAndHandOver(identity, chosen, outputs, parts);
}

async function exchangeAndHandOver(
  identity: Identity,
  chosen: ChosenProvider,
  proofOutputs: Readonly<Record<string, string>>,
  parts: LoginParts,
): Promise<void> {
  const { runner, step, inputs } = parts;
  const { provider } = chosen;
  const existing = existingCredentials(provider, runner.environment);
  if (existing.length > 0)
    runner.info(`Already set by an earlier step: ${existing.join(', ')}; replaced as a whole.`);
  const grant = await exchangeToken(identity, chosen, parts);
  const expiresAt = new Date(grant.expiresAt * 1000).toISOString();
  const outputs = { ...proofOutputs, 'expires-at': expiresAt };
  try {
    step.assertNotCancelled();
    if (inputs.script !== undefined)
      await runWithCredentials(
        inputs.script,
        (folder) => scriptVariables(grant, folder),
        provider.clears,
        runner,
      );
    if (inputs.script === undefined || inputs.expose.size > 0)
      handOver(grant, provider, inputs.expose, runner, outputs);
    else runner.expose({ masks: [], state: {}, outputs, environment: {} });
  } catch (error) {
    await giveBack(grant, chosen, parts);
    throw error;
  }
  if (inputs.script !== undefined && inputs.expose.size === 0) await giveBack(grant, chosen, parts);
  runner.info(`Logged in at ${provider.title} as ${grant.role} until ${expiresAt}.`);
  reportLogin({
    ...parts,
    trail: step.trail,
    identity,
    grant,
    verdict: `✅ Logged in at ${provider.title} until ${expiresAt}.`,
  });
}

/** Ends a login that nobody will use; a failure is said, and the step's own error stays the one that counts. */
async function giveBack(
  grant: Grant,
  { provider }: ChosenProvider,
  { runner, step, inputs }: LoginParts,
): Promise<void> {
  if (grant.revocation === undefined) return;
  // The step's own connections may be cut (cancelled) or its deadline used up.
  const own = openStep(runner, { ...inputs, timeoutSeconds: 10 });
  try {
    const sentence = await revokeLogin(
      { provider: provider.id, role: grant.role, revocation: grant.revocation },
      { http: own.http, trail: step.trail },
    );
    runner.info(`Revoked: ${sentence}.`);
  } catch (error) {
    runner.warning(error instanceof Error ? error.message : 'The login could not be revoked.', 'oidc-login');
  } finally {
    own.close();
  }
}

function policyMissing(identity: Identity): Error {
  return failure('policy/missing', {
    details: [
      'This block is satisfied by exactly this run. Paste it under `with:`, then loosen what its comments allow:',
      '',
      'claims: |',
      ...suggestPolicy(identity.claims)
        .split('\n')
        .map((line) => `  ${line}`),
    ].join('\n'),
  });
}
