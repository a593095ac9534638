import { failure } from '@sallyport/errors';
import { type PolicySource, readPolicySource, type Script } from '@sallyport/identity-step';
import { type InputReader, shells } from '@sallyport/runner';
import { type ConnectionInputs, readConnection } from './connection-inputs.ts';
import { aliases } from './declared-inputs.ts';
import { type LoginInputs, readLogin } from './login-inputs.ts';
import { parseLines } from './parse-lines.ts';
import { isList, parseList } from './parse-list.ts';
import { parsePki } from './parse-pki.ts';
import { encodings, type Encoding, type SecretEntry } from './secret-entry.ts';

export interface VaultInputs {
  readonly connection: ConnectionInputs;
  readonly login: LoginInputs;
  readonly policy: PolicySource | undefined;
  readonly entries: readonly SecretEntry[];
  readonly expose: ReadonlySet<'env' | 'outputs'>;
  /** Nothing was said about where the secrets go, in the words of vault-action or ours. */
  readonly exposureIsDefault: boolean;
  readonly exportToken: boolean;
  readonly outputToken: boolean;
  readonly script: Script | undefined;
  /** In front of every name. */
  readonly prefix: string;
  readonly ignoreMissing: boolean;
  readonly maskMinLength: number;
  readonly revoke: boolean;
  readonly summary: boolean;
}

/**
 * All inputs as one value, once, each checked before any request.
 * @throws CodedError `inputs/*`, `secrets/syntax`, `secrets/entry-invalid`
 */
export function readVaultInputs(inputs: InputReader): VaultInputs {
  if (inputs.text('tlsSkipVerify', { default: 'false' }).toLowerCase() !== 'false') {
    throw failure('inputs/unsupported', {
      what: 'The input `tlsSkipVerify` is not supported.',
      why: 'Whoever stands between the job and the server would get the login and every secret.',
      remedy: "Give the server's authority in `ca-certificate`.",
    });
  }
  const text = inputs.optional('run');
  const script: Script | undefined =
    text === undefined
      ? undefined
      : { text: `${text}\n`, shell: inputs.choice('shell', shells, { default: 'bash' }) };
  const exportToken = inputs.boolean('exportToken', { default: false });
  const outputToken = inputs.boolean('outputToken', { default: false });
  return {
    connection: readConnection(inputs),
    login: readLogin(inputs),
    policy: readPolicySource(inputs),
    entries: readEntries(inputs, exportToken || outputToken),
    expose: readExposure(inputs, script !== undefined),
    exposureIsDefault:
      inputs.optional('expose') === undefined &&
      inputs.optional('exportEnv') === undefined &&
      script === undefined,
    exportToken,
    outputToken,
    script,
    prefix: readPrefix(inputs),
    ignoreMissing: inputs.boolean('ignore-missing', { default: false, aliases: aliases['ignore-missing'] }),
    maskMinLength: inputs.integer('mask-min-length', { min: 1, max: 64, default: 4, unit: 'characters' }),
    revoke: inputs.boolean('revoke', { default: true }),
    summary: inputs.boolean('summary', { default: true }),
  };
}

function readEntries(inputs: InputReader, tokenIsEnough: boolean): SecretEntry[] {
  const secrets = inputs.optional('secrets');
  const pki = inputs.optional('pki');
  if (secrets !== undefined && pki !== undefined) {
    throw failure('inputs/conflict', {
      what: 'Both `secrets` and `pki` are given.',
      remedy:
        'Use two steps, or write the certificate as an entry of a YAML list with `method: POST` and `body`.',
    });
  }
  const decode = readDecode(inputs);
  if (pki !== undefined) return parsePki(pki);
  if (secrets === undefined) {
    if (tokenIsEnough) return [];
    throw failure('inputs/missing', {
      what: 'The input `secrets` is missing.',
      remedy: 'Write which secrets to fetch, e.g. `secrets: secret/data/ci npmToken | NPM_TOKEN`.',
    });
  }
  const entries = isList(secrets) ? parseList(secrets) : parseLines(secrets);
  return decode === undefined
    ? entries
    : entries.map((entry) => ({ ...entry, decode: entry.decode ?? decode }));
}

function readDecode(inputs: InputReader): Encoding | undefined {
  const given = inputs.optional('decode', { aliases: aliases.decode }) !== undefined;
  return given
    ? inputs.choice<Encoding>('decode', encodings, { default: 'utf8', aliases: aliases.decode })
    : undefined;
}

/** Where a workflow from vault-action says `exportEnv: true`, the environment is added to the outputs. */
function readExposure(inputs: InputReader, hasScript: boolean): VaultInputs['expose'] {
  const exportEnv = inputs.boolean('exportEnv', { default: false });
  const kinds = inputs.words('expose', ['env', 'outputs', 'none'] as const, {
    default: hasScript ? ['none'] : ['outputs'],
  });
  if (kinds.includes('none') && kinds.length > 1) {
    throw failure('inputs/conflict', { what: 'The input `expose` says `none` and something else.' });
  }
  const set = new Set(kinds.filter((kind) => kind !== 'none'));
  if (exportEnv) set.add('env');
  return set;
}

function readPrefix(inputs: InputReader): string {
  const prefix = inputs.text('prefix');
  if (/^(?:[A-Za-z_][A-Za-z0-9_-]*)?$/.test(prefix)) return prefix;
  throw failure('inputs/invalid', {
    what: 'The input `prefix` cannot be the beginning of a name.',
    remedy: 'Use letters, digits, `_` and `-`, and begin with a letter or `_`.',
  });
}
