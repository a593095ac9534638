import type { FileContent, Grant, Provider } from '@sallyport/federation';
import { type PrivateFolder, rememberVariables, type Runner } from '@sallyport/runner';
import type { LoginInputs } from './inputs.ts';
import { saveLogin } from './saved-login.ts';

/** Names of an earlier login that would be mixed with ours; reported by name. */
export function existingCredentials(provider: Provider, environment: Runner['environment']): string[] {
  return provider.clears.filter((name) => (environment[name] ?? '') !== '');
}

/**
 * Hands the credentials over as `expose` says: files first, since variables point at them; then masks, state, outputs
 * and variables in one go. When that fails, the files are gone again. All of it is synchronous, so that no cancellation
 * falls in between.
 */
export function handOver(
  grant: Grant,
  provider: Provider,
  expose: LoginInputs['expose'],
  runner: Runner,
  outputs: Readonly<Record<string, string>>,
): void {
  const withFiles = expose.has('files') || (expose.has('env') && grant.toolsReadFiles === true);
  const folder = withFiles ? runner.privateFolder() : undefined;
  try {
    const paths = folder === undefined ? {} : writeFiles(folder, grant.files);
    const variables = {
      ...(expose.has('env') ? grant.environment : {}),
      ...(withFiles ? grant.fileEnvironment(paths) : {}),
    };
    const environment = { ...emptied(provider, runner.environment, variables), ...variables };
    runner.expose({
      masks: [],
      state: saveLogin({
        provider: provider.id,
        role: grant.role,
        revocation: grant.revocation,
        restoration: rememberVariables(environment, runner.environment),
        folder: folder?.path,
      }),
      outputs: {
        ...outputs,
        ...grant.outputs,
        ...(expose.has('outputs') ? grant.secretOutputs : {}),
        ...Object.fromEntries(Object.entries(paths).map(([name, path]) => [`${name}-file`, path])),
      },
      environment,
    });
  } catch (error) {
    folder?.remove();
    throw error;
  }
}

/** What the script in `run` gets; the files it needs go into its own folder. */
export function scriptVariables(grant: Grant, folder: PrivateFolder): Readonly<Record<string, string>> {
  if (grant.toolsReadFiles !== true) return grant.environment;
  return { ...grant.environment, ...grant.fileEnvironment(writeFiles(folder, grant.files)) };
}

/** Writes the files in their order, since a later one may name an earlier one. @returns their paths by name. */
function writeFiles(
  folder: PrivateFolder,
  files: Readonly<Record<string, FileContent>>,
): Record<string, string> {
  const paths: Record<string, string> = {};
  for (const [name, content] of Object.entries(files))
    paths[name] = folder.write(name, typeof content === 'string' ? content : content(paths));
  return paths;
}

/**
 * What is left of an earlier login, emptied together with ours being written: half of one and half of another identity
 * is the worst of both. Only if anything of ours goes to the environment.
 */
function emptied(
  provider: Provider,
  environment: Runner['environment'],
  written: Readonly<Record<string, string>>,
): Record<string, string> {
  if (Object.keys(written).length === 0) return {};
  return Object.fromEntries(existingCredentials(provider, environment).map((name) => [name, '']));
}
