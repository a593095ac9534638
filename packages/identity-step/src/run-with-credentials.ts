import { failure } from '@sallyport/errors';
import { type Environment, type PrivateFolder, type Runner, runScript, type Shell } from '@sallyport/runner';

/** The inputs `run` and `shell`. */
export interface Script {
  readonly text: string;
  readonly shell: Shell;
}

/** Variables for the script; a function may write what they point at into the script's own private folder. */
export type ScriptCredentials =
  Readonly<Record<string, string>> | ((folder: PrivateFolder) => Readonly<Record<string, string>>);

/**
 * Runs the script that alone gets the credentials. They are in its environment, not in the job's.
 * @param withheld names of other credentials in the job's environment that the script must not see.
 * @throws CodedError `runner/script-failed`, `runner/no-shell`
 */
export async function runWithCredentials(
  script: Script,
  credentials: ScriptCredentials,
  withheld: readonly string[],
  runner: Runner,
): Promise<void> {
  const folder = runner.privateFolder();
  try {
    const variables = typeof credentials === 'function' ? credentials(folder) : credentials;
    const code = await runScript({
      script: script.text,
      shell: script.shell,
      environment: { ...inherited(runner.environment, withheld), ...variables },
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
function inherited(environment: Environment, withheld: readonly string[]): Environment {
  const ours = /^(INPUT|STATE)_/;
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !ours.test(name) && !withheld.includes(name)),
  );
}
