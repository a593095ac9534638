import { failure } from '@sallyport/errors';
import type { Grant, Provider } from '@sallyport/federation';
import { type Environment, type Runner, runScript } from '@sallyport/runner';
import { writeFiles } from './handover.ts';
import type { LoginInputs } from './inputs.ts';

/**
 * Runs the script that alone gets the credentials. They are in its environment, not in the job's.
 * @throws CodedError `runner/script-failed`, `runner/no-shell`
 */
export async function runWithCredentials(
  script: NonNullable<LoginInputs['script']>,
  grant: Grant,
  provider: Provider,
  runner: Runner,
): Promise<void> {
  const folder = runner.privateFolder();
  try {
    const files = grant.toolsReadFiles === true ? grant.fileEnvironment(writeFiles(folder, grant.files)) : {};
    const code = await runScript({
      script: script.text,
      shell: script.shell,
      environment: { ...inherited(runner.environment, provider), ...grant.environment, ...files },
      folder,
      cancelled: runner.cancelled,
    });
    if (code !== 0)
      throw failure('runner/script-failed', { what: `The script in \`run\` ended with exit code ${code}.` });
  } finally {
    folder.remove();
  }
}

/** The step's environment without our own inputs and state, and without any other login. */
function inherited(environment: Environment, provider: Provider): Environment {
  const ours = /^(INPUT|STATE)_/;
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !ours.test(name) && !provider.clears.includes(name)),
  );
}
