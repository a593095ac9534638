import { readPolicy, runWithCredentials } from '@sallyport/identity-step';
import { asCodedError, type Runner } from '@sallyport/runner';
import { openStep, reportAmbientTrust, type Step } from '@sallyport/step';
import type { LoginResult } from '@sallyport/vault-client';
import { distinct } from './check-names.ts';
import { clientOf } from './client-of.ts';
import { handOver, textOf, variablesOf } from './hand-over.ts';
import type { VaultInputs } from './inputs.ts';
import { logIn } from './log-in.ts';
import { masksOf, reportUnmasked } from './masks.ts';
import { joinErrors, readSecrets, type Readings } from './read-secrets.ts';
import { recordReads, reportSecrets, type SecretsReport, summarizeSecrets } from './report.ts';
import type { NamedSecret } from './resolve.ts';
import type { Obtained } from './saved-secrets.ts';
import { revokeObtained } from './take-back.ts';

/**
 * Log in → read → select → decode → mask → hand over, all or nothing. Whatever fails after the login, the login and
 * what it obtained are given back.
 */
export async function fetchSecrets(inputs: VaultInputs, runner: Runner): Promise<void> {
  const policy = readPolicy(inputs.policy, runner.environment['GITHUB_WORKSPACE'] ?? '.');
  reportAmbientTrust(runner);
  const step = openStep(runner, inputs.connection);
  try {
    const client = clientOf(inputs.connection, step.http);
    const login = await logIn(inputs.login, policy, { runner, step, client });
    let obtained = obtainedBy(login, inputs, []);
    try {
      step.assertNotCancelled();
      const session = client.session({
        token: login.token,
        policies: login.policies,
        numUses: login.numUses,
        // Measured at 20 ms a request (bench/vault-secrets.ts): fewer rounds where there are many paths.
        inFlight: inputs.entries.length > 24 ? 16 : 8,
      });
      const readings = await readSecrets(session, inputs.entries, inputs.ignoreMissing);
      obtained = obtainedBy(login, inputs, readings.leases);
      recordReads(readings, step);
      step.assertNotCancelled();
      if (readings.errors.length > 0) throw joinErrors(readings.errors, inputs.entries.length);
      await deliver(readings, login, obtained, { inputs, runner, step });
    } catch (error) {
      await giveBack(obtained, inputs, step, runner);
      throw error;
    }
  } finally {
    step.close();
  }
}

/** A token that was handed in is somebody else's; a lease of it is ours. */
function obtainedBy(login: LoginResult, inputs: VaultInputs, leases: Obtained['leases']): Obtained {
  const kind = login.supplied ? 'supplied' : login.tokenType === 'batch' ? 'batch' : 'own';
  return {
    token: login.token,
    namespace: inputs.login.namespace,
    kind,
    leases: leases.map(({ id, namespace }) => ({ id, namespace: namespace ?? inputs.connection.namespace })),
  };
}

interface DeliveryParts {
  readonly inputs: VaultInputs;
  readonly runner: Runner;
  readonly step: Step;
}

async function deliver(
  readings: Readings,
  login: LoginResult,
  obtained: Obtained,
  { inputs, runner, step }: DeliveryParts,
): Promise<void> {
  const left: string[] = [];
  const secrets = distinct(
    await readings.resolve({
      prefix: inputs.prefix,
      ignoreMissing: inputs.ignoreMissing,
      onMissing: (sentence) => left.push(sentence),
    }),
  );
  const set = masksOf(secrets, inputs.maskMinLength);
  const expiresAt =
    login.leaseSeconds === 0
      ? undefined
      : new Date(step.clock.now() + login.leaseSeconds * 1000).toISOString();
  step.assertNotCancelled();
  if (inputs.script !== undefined) await runScript(secrets, set.masks, inputs, runner);
  const isOver =
    inputs.script !== undefined && inputs.expose.size === 0 && !inputs.exportToken && !inputs.outputToken;
  const keeps = obtained.kind === 'own' || obtained.leases.length > 0;
  handOver(
    {
      secrets: inputs.expose.size === 0 ? [] : secrets,
      masks: set.masks,
      obtained: inputs.revoke && keeps && !isOver ? obtained : undefined,
      facts: {
        ...(login.accessor === undefined ? {} : { accessor: login.accessor }),
        ...(expiresAt === undefined ? {} : { 'expires-at': expiresAt }),
      },
      tokenOutputs: inputs.outputToken ? { vault_token: login.token } : {},
      tokenVariables: inputs.exportToken ? { VAULT_TOKEN: login.token } : {},
    },
    inputs,
    runner,
  );
  reportUnmasked(set, runner);
  const report: SecretsReport = {
    results: readings.results,
    secrets,
    masks: set.masks.length,
    where: whereOf(inputs),
    address: inputs.connection.address,
    expiresAt,
    left,
  };
  reportSecrets(report, runner);
  if (inputs.exposureIsDefault && inputs.entries.some(({ naming }) => naming === 'vault-action')) {
    runner.info(
      'The secrets are outputs of this step only; `exportEnv: true` also makes them environment variables of the job.',
    );
  }
  if (isOver && inputs.revoke) await giveBack(obtained, inputs, step, runner);
  if (inputs.summary) summarizeSecrets(report, step, runner);
}

async function runScript(
  secrets: readonly NamedSecret[],
  masks: readonly string[],
  inputs: VaultInputs,
  runner: Runner,
): Promise<void> {
  const variables = variablesOf(secrets, runner);
  const folder = variables.some(({ file }) => file !== undefined) ? runner.privateFolder() : undefined;
  try {
    const environment = Object.fromEntries(
      variables.map((secret) => [
        secret.variable,
        secret.file === undefined || folder === undefined
          ? textOf(secret)
          : folder.write(secret.file.name, secret.value, secret.file.executable),
      ]),
    );
    for (const mask of masks) runner.mask(mask);
    await runWithCredentials(inputs.script!, environment, ['VAULT_TOKEN'], runner);
  } finally {
    folder?.remove();
  }
}

function whereOf({ expose, script }: VaultInputs): string {
  const places = [
    ...(script === undefined ? [] : ['for the script alone']),
    ...(expose.has('outputs') ? ['as outputs'] : []),
    ...(expose.has('env') ? ['as environment variables'] : []),
  ];
  return places.length === 0 ? 'handed to nobody' : places.join(' and ');
}

/** Ends what nobody will use; a failure is said, and the step's own error stays the one that counts. */
async function giveBack(obtained: Obtained, inputs: VaultInputs, step: Step, runner: Runner): Promise<void> {
  if (!inputs.revoke || (obtained.kind !== 'own' && obtained.leases.length === 0)) return;
  // The step's own connections may be cut (cancelled) or its deadline used up.
  const own = openStep(runner, { ...inputs.connection, timeoutSeconds: 10 });
  try {
    await revokeObtained(obtained, clientOf(inputs.connection, own.http), step.trail, runner);
  } catch (error) {
    const { what, remedy } = asCodedError(error);
    runner.warning(`${what} ${remedy}`, 'vault-secrets');
  } finally {
    own.close();
  }
}
