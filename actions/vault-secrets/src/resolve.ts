import { failure, plainText } from '@sallyport/errors';
import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type ReadResult,
  textOfJson,
} from '@sallyport/vault-client';
import { decode } from './decode.ts';
import { normalizeAsVaultAction, outputName, variableName } from './names.ts';
import type { SecretEntry } from './secret-entry.ts';
import { select } from './select.ts';

/** A value with its names, ready to be handed over. */
export interface NamedSecret {
  /** Of the output. */
  readonly name: string;
  /** Of the environment variable. */
  readonly variable: string;
  /** Nobody wrote the name in the workflow: whoever can write the secret chose it. */
  readonly isFromKey: boolean;
  readonly value: Uint8Array;
  /** As it was stored, where that differs. */
  readonly stored: string | undefined;
  readonly mask: boolean;
  /** Who may stand in front of it, as in `user:value`. */
  readonly users: readonly string[];
  readonly file: { readonly name: string; readonly executable: boolean } | undefined;
  /** For reports. */
  readonly path: string;
  readonly key: string;
}

interface Found {
  readonly key: string;
  readonly value: JsonValue;
  /** Undefined: made from the key. */
  readonly name: string | undefined;
  readonly mask: boolean;
}

/** What an engine hands out in public; everything else is secret (API pages of `pki` and `ssh`). */
const publicKeys: Readonly<Record<string, ReadonlySet<string>>> = {
  pki: new Set([
    'certificate', 'issuing_ca', 'ca_chain', 'serial_number', 'expiration', 'private_key_type', 'csr', 'issuer_id',
    'key_id', 'revocation_time', 'revocation_time_rfc3339',
  ]), // prettier-ignore
  ssh: new Set(['signed_key', 'serial_number', 'public_key', 'key_type', 'ip', 'port', 'username']),
};

export interface ResolveOptions {
  readonly prefix: string;
  readonly ignoreMissing: boolean;
  /** Called with a sentence for what is left out on purpose. */
  readonly onMissing: (sentence: string) => void;
}

/**
 * The values that an entry takes out of one secret.
 * @param relative of a tree: the path below the folder, which becomes part of the names.
 * @throws CodedError `secrets/*`
 */
export async function resolveEntry(
  entry: SecretEntry,
  result: ReadResult,
  relative: string,
  options: ResolveOptions,
): Promise<NamedSecret[]> {
  const data = secretOf(result);
  const found = await find(entry, result, data, options);
  const users = ['username', 'user'].flatMap((key) => {
    const value = data[key];
    return typeof value === 'string' && value !== '' ? [value] : [];
  });
  return found.map((item) =>
    nameOne(entry, item, { relative, path: result.path, users, prefix: options.prefix }),
  );
}

/** The value of an entry with a default whose secret or key is missing. */
export function resolveDefault(entry: SecretEntry, prefix: string): NamedSecret[] {
  const [key] = entry.pick.kind === 'keys' ? entry.pick.keys : [];
  const text = entry.pick.kind === 'selector' ? (entry.pick.selector.key ?? '') : (key?.key ?? '');
  if (entry.default === undefined) return [];
  const found = { key: text, value: entry.default, name: key?.name ?? entry.as, mask: entry.mask ?? false };
  const decoded = { ...entry, decode: undefined };
  return [nameOne(decoded, found, { relative: '', path: entry.path, users: [], prefix })];
}

/**
 * Where the server does not say what is mounted (a namespace as the head of the path), the envelope of KV version 2
 * is the only sign there is; a secret of version 1 has no such metadata beside `data`.
 */
function secretOf({ mount, data }: ReadResult): JsonObject {
  const { data: inner, metadata } = data;
  const isEnvelope =
    mount === undefined &&
    isJsonObject(inner) &&
    isJsonObject(metadata) &&
    typeof metadata['version'] === 'number' &&
    typeof metadata['created_time'] === 'string';
  return isEnvelope ? inner : data;
}

async function find(
  entry: SecretEntry,
  { mount, path }: ReadResult,
  data: JsonObject,
  options: ResolveOptions,
): Promise<Found[]> {
  const isPublic = (key: string): boolean => publicKeys[mount?.type ?? '']?.has(key) === true;
  const maskOf = (key: string): boolean => entry.mask ?? !isPublic(key);
  const { pick } = entry;
  if (pick.kind === 'certificate') return certificateParts(data, entry);
  if (pick.kind === 'all') {
    const keys = Object.keys(data);
    if (keys.length === 0) leaveOut(entry, options, 'secrets/empty', `\`${plainText(path)}\` has no keys.`);
    return keys.map((key) => ({ key, value: data[key]!, name: undefined, mask: maskOf(key) }));
  }
  if (pick.kind === 'selector') {
    const value = await select(data, pick.selector);
    const key = pick.selector.key ?? pick.selector.text;
    if (value !== undefined) return [{ key, value, name: entry.as, mask: maskOf(key) }];
    leaveOut(entry, options, 'secrets/key-missing', keyMissing(path, pick.selector.text, data));
    return [];
  }
  return pick.keys.flatMap(({ key, name }) => {
    if (Object.hasOwn(data, key)) {
      const single = pick.keys.length === 1 && !entry.tree;
      return [{ key, value: data[key]!, name: name ?? (single ? entry.as : undefined), mask: maskOf(key) }];
    }
    leaveOut(entry, options, 'secrets/key-missing', keyMissing(path, key, data));
    return [];
  });
}

/** The names of the keys that are there are no secret to somebody who may read them, and show the typo. */
function keyMissing(path: string, key: string, data: JsonObject): string {
  const keys = Object.keys(data)
    .slice(0, 20)
    .map((name) => `\`${plainText(name, 60)}\``);
  const there = keys.length === 0 ? 'no keys at all' : keys.join(', ');
  return `\`${plainText(path)}\` has no key \`${plainText(key, 100)}\`; it has ${there}.`;
}

function leaveOut(
  { optional, default: fallback, place }: SecretEntry,
  { ignoreMissing, onMissing }: ResolveOptions,
  code: 'secrets/key-missing' | 'secrets/empty',
  what: string,
): void {
  if (!optional && !ignoreMissing && fallback === undefined)
    throw failure(code, { what: `${what.slice(0, -1)} (${place}).` });
  onMissing(what);
}

const certificateNames = { cert: 'certificate', key: 'private_key', ca: 'issuing_ca', ca_chain: 'ca_chain' };

/** Only the private key is secret. A certificate of a root has no chain, which is then left out. */
function certificateParts(data: JsonObject, { as = '' }: SecretEntry): Found[] {
  return Object.entries(certificateNames).flatMap(([suffix, key]) => {
    const value = data[key];
    if (value === undefined || value === null) return [];
    const text = Array.isArray(value) ? (value as readonly JsonValue[]).map(textOfJson).join('\n') : value;
    return [{ key, value: text, name: `${as}_${suffix}`, mask: key === 'private_key' }];
  });
}

function nameOne(
  entry: SecretEntry,
  { key, value, name, mask }: Found,
  at: {
    readonly relative: string;
    readonly path: string;
    readonly users: readonly string[];
    readonly prefix: string;
  },
): NamedSecret {
  const names = namesOf(entry, key, name, at.relative);
  if (names.name === '' || names.variable === '') {
    throw failure('secrets/name-invalid', {
      what: `The key \`${plainText(key, 60)}\` of \`${plainText(at.path)}\` cannot be made into a name.`,
    });
  }
  const stored = textOfJson(value);
  const { file } = entry;
  return {
    name: `${at.prefix}${names.name}`,
    variable: `${at.prefix.replaceAll('-', '_')}${names.variable}`,
    isFromKey: entry.pick.kind === 'all' || entry.tree,
    value: decode(stored, entry.decode, names.name),
    stored: entry.decode === undefined || entry.decode === 'utf8' ? undefined : stored,
    mask,
    users: at.users,
    file: file === undefined ? undefined : { name: file, executable: entry.executable },
    path: at.path,
    key,
  };
}

function namesOf(
  entry: SecretEntry,
  key: string,
  name: string | undefined,
  relative: string,
): { readonly name: string; readonly variable: string } {
  const { pick, as = '' } = entry;
  if (pick.kind === 'certificate') return { name: name!, variable: name!.toUpperCase() };
  if (entry.naming === 'vault-action') {
    if (name !== undefined) return { name, variable: name };
    const bare = pick.kind === 'selector' ? key.replaceAll('"', '') : `${as}${key}`;
    const upperCase = pick.kind !== 'all' || pick.upperCase;
    return { name: normalizeAsVaultAction(bare, false), variable: normalizeAsVaultAction(bare, upperCase) };
  }
  if (name !== undefined) return { name, variable: name.replaceAll('-', '_') };
  const whole = `${as}${relative === '' ? '' : `${relative}_`}${key}`;
  return { name: outputName(whole), variable: variableName(whole) };
}
