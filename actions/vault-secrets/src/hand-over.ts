import { failure, plainText } from '@sallyport/errors';
import { type PrivateFolder, rememberVariables, type Runner } from '@sallyport/runner';
import { refuseSharedVariables } from './check-names.ts';
import { textOfBytes } from './decode.ts';
import type { VaultInputs } from './inputs.ts';
import { steersPrograms } from './names.ts';
import type { NamedSecret } from './resolve.ts';
import { type Obtained, saveSecrets } from './saved-secrets.ts';

/** Everything that is to be handed over, checked. */
export interface Handover {
  readonly secrets: readonly NamedSecret[];
  readonly masks: readonly string[];
  /** What the post takes back at the server. */
  readonly obtained: Obtained | undefined;
  /** Not of the secrets: accessor and end of the login. */
  readonly facts: Readonly<Record<string, string>>;
  /** Outputs and variables that hold the token, where it was asked for. */
  readonly tokenOutputs: Readonly<Record<string, string>>;
  readonly tokenVariables: Readonly<Record<string, string>>;
}

const longestValue = 256 * 1024;

/**
 * Files first, since outputs name them; then masks, state, outputs and variables in one go. When that fails, the files
 * are gone again. All of it is synchronous, so that no cancellation falls in between.
 * @throws CodedError `runner/exposure`, `runner/private-files`, `secrets/*`
 */
export function handOver(handover: Handover, inputs: VaultInputs, runner: Runner): void {
  const { secrets, masks, obtained, facts, tokenOutputs, tokenVariables } = handover;
  const needsFolder = inputs.expose.size > 0 && secrets.some(({ file }) => file !== undefined);
  const texts = new Map(secrets.map((secret) => [secret, textOf(secret)]));
  const variables = inputs.expose.has('env') ? variablesOf(secrets, runner) : [];
  const folder = needsFolder ? runner.privateFolder() : undefined;
  try {
    const values = folder === undefined ? texts : withFiles(texts, folder);
    const outputs = inputs.expose.has('outputs')
      ? Object.fromEntries(secrets.map((secret) => [secret.name, values.get(secret) ?? '']))
      : {};
    const environment = {
      ...Object.fromEntries(variables.map((secret) => [secret.variable, values.get(secret) ?? ''])),
      ...tokenVariables,
    };
    const own = inputs.expose.has('outputs') ? { secrets: JSON.stringify(outputs), ...facts } : facts;
    runner.expose({
      masks,
      state: saveSecrets({
        obtained,
        restoration: rememberVariables(environment, runner.environment),
        folder: folder?.path,
      }),
      // A secret's own name comes first: who takes a key named `secrets` wants that key.
      outputs: { ...withoutNames(own, outputs), ...outputs, ...tokenOutputs },
      environment,
    });
  } catch (error) {
    folder?.remove();
    throw error;
  }
}

/** The variables for a script or the job. Of names that nobody wrote, those that steer programs are left out. */
export function variablesOf(secrets: readonly NamedSecret[], runner: Runner): NamedSecret[] {
  const refused = secrets.filter(({ isFromKey, variable }) => isFromKey && steersPrograms(variable));
  if (refused.length > 0) {
    runner.warning(
      `Not made into environment variables, since they change how programs run: ${refused
        .map(({ variable }) => plainText(variable, 60))
        .join(', ')}. Name such a key itself if you mean it.`,
      'vault-secrets',
    );
  }
  const kept = secrets.filter((secret) => !refused.includes(secret));
  refuseSharedVariables(kept);
  return kept;
}

/** The text of a value; of one that goes to a file it is not needed. */
export function textOf({ value, name, file }: NamedSecret): string {
  if (file !== undefined) return '';
  if (value.byteLength > longestValue) {
    throw failure('runner/exposure', {
      what: `The value for \`${plainText(name)}\` is longer than 256 KiB.`,
      why: 'GitHub keeps 1 MiB of outputs for a whole job.',
      remedy: 'Hand it over as a private file: add `file` to that entry.',
    });
  }
  return textOfBytes(value, plainText(name));
}

function withFiles(texts: ReadonlyMap<NamedSecret, string>, folder: PrivateFolder): Map<NamedSecret, string> {
  return new Map(
    [...texts].map(([secret, text]) => [
      secret,
      secret.file === undefined ? text : folder.write(secret.file.name, secret.value, secret.file.executable),
    ]),
  );
}

function withoutNames(
  own: Readonly<Record<string, string>>,
  taken: Readonly<Record<string, string>>,
): Record<string, string> {
  const names = new Set(Object.keys(taken).map((name) => name.toLowerCase()));
  return Object.fromEntries(Object.entries(own).filter(([name]) => !names.has(name)));
}
