import { failure, plainText } from '@sallyport/errors';
import { type JsonObject, parseJson } from '@sallyport/vault-client';
import { LineCounter, parseDocument } from 'yaml';
import { readSelector } from './parse-lines.ts';
import { encodings, type Pick, type SecretEntry } from './secret-entry.ts';

const fields = [
  'path', 'keys', 'all', 'selector', 'as', 'version', 'namespace', 'decode', 'mask', 'optional', 'default', 'file',
  'mode', 'list', 'method', 'body',
] as const; // prettier-ignore
type Fields = Readonly<Partial<Record<(typeof fields)[number], unknown>>>;

/** A `secrets` input that is a YAML list, as opposed to vault-action's lines. */
export function isList(text: string): boolean {
  return /^(?:-\s|\[|#)/.test(text);
}

/**
 * @throws CodedError `secrets/syntax` with line and column, `secrets/entry-invalid` with the number of the entry.
 */
export function parseList(text: string): SecretEntry[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, maxAliasCount: 0 } as never);
  const [error] = document.errors;
  if (error !== undefined) {
    const { line, col } = lines.linePos(error.pos[0]);
    throw failure('secrets/syntax', {
      what: `The input \`secrets\`, line ${line}, column ${col}: ${plainText(error.message.split(' at line')[0] ?? '', 160)}.`,
    });
  }
  const list: unknown = document.toJS({ maxAliasCount: 0 });
  if (!Array.isArray(list)) throw failure('secrets/syntax', { what: 'The input `secrets` is no YAML list.' });
  return list.map((item: unknown, index) => readEntry(item, `entry ${index + 1}`));
}

function readEntry(item: unknown, place: string): SecretEntry {
  const invalid = (what: string): Error =>
    failure('secrets/entry-invalid', { what: `The input \`secrets\`, ${place}: ${what}` });
  if (typeof item !== 'object' || item === null || Array.isArray(item)) throw invalid('It is no mapping.');
  const unknown = Object.keys(item).find((key) => !(fields as readonly string[]).includes(key));
  if (unknown !== undefined) {
    throw invalid(`\`${plainText(unknown, 40)}\` is none of ${fields.join(', ')}.`);
  }
  const entry = item as Fields;
  const read = readers(entry, invalid);
  const tree = read.boolean('list') ?? false;
  const path = read.text('path');
  if (path === undefined) throw invalid('`path` is missing.');
  const pick = readPick(entry, tree, invalid);
  const as = read.text('as');
  const file = read.text('file');
  const isSingle = pick.kind === 'selector' || (pick.kind === 'keys' && pick.keys.length === 1 && !tree);
  if (pick.kind === 'selector' && pick.selector.key === undefined && as === undefined) {
    throw invalid('An expression needs a name: add `as`.');
  }
  if (!isSingle && (file !== undefined || entry.default !== undefined)) {
    throw invalid('`file` and `default` are for one value; name one key.');
  }
  if (file !== undefined && !/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(file)) {
    throw invalid('`file` is the name of a file, without a folder.');
  }
  return {
    place,
    path,
    pick,
    as,
    naming: 'own',
    version: read.version(),
    namespace: read.text('namespace'),
    method: read.word('method', ['GET', 'POST', 'PUT'] as const),
    body: readBody(entry.body, invalid),
    tree,
    decode: read.word('decode', encodings),
    mask: read.boolean('mask'),
    optional: read.boolean('optional') ?? entry.default !== undefined,
    default: read.scalar('default'),
    file,
    executable: readMode(entry.mode, file, invalid),
  };
}

type Invalid = (what: string) => Error;

function readers(entry: Fields, invalid: Invalid) {
  const text = (name: keyof Fields): string | undefined => {
    const value = entry[name];
    if (value === undefined) return undefined;
    if (typeof value !== 'string' || value === '') throw invalid(`\`${name}\` is no text.`);
    return value;
  };
  return {
    text,
    scalar(name: keyof Fields): string | undefined {
      const value = entry[name];
      if (value === undefined || typeof value === 'string') return value;
      if (typeof value === 'number' || typeof value === 'boolean') return String(value);
      throw invalid(`\`${name}\` is no text.`);
    },
    boolean(name: keyof Fields): boolean | undefined {
      const value = entry[name];
      if (value !== undefined && typeof value !== 'boolean')
        throw invalid(`\`${name}\` is neither true nor false.`);
      return value;
    },
    word<Word extends string>(name: keyof Fields, words: readonly Word[]): Word | undefined {
      const value = text(name);
      const word = words.find((candidate) => candidate === value);
      if (value !== undefined && word === undefined)
        throw invalid(`\`${name}\` is none of ${words.join(', ')}.`);
      return word;
    },
    version(): number | undefined {
      const { version } = entry;
      if (version === undefined) return undefined;
      if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
        throw invalid('`version` is no whole number from 1.');
      }
      return version;
    },
  };
}

function readPick({ keys, all, selector }: Fields, tree: boolean, invalid: Invalid): Pick {
  const given = [keys, all, selector].filter((value) => value !== undefined).length;
  if (given > 1) throw invalid('`keys`, `all` and `selector` exclude each other.');
  if (given === 0 && !tree) throw invalid('One of `keys`, `all: true` and `selector` says what to take.');
  if (selector !== undefined) {
    if (typeof selector !== 'string' || selector === '') throw invalid('`selector` is no text.');
    return { kind: 'selector', selector: readSelector(selector, (what) => invalid(what)) };
  }
  if (keys === undefined) {
    if (all !== undefined && all !== true) throw invalid('`all` is not `true`.');
    return { kind: 'all', upperCase: true };
  }
  const pairs = Array.isArray(keys)
    ? keys.map((key: unknown) => ({ key }))
    : typeof keys === 'object' && keys !== null
      ? Object.entries(keys).map(([key, name]) => ({ key, name: name as unknown }))
      : [{ key: keys }];
  if (pairs.length === 0) throw invalid('`keys` is empty.');
  for (const { key, name } of pairs as { key: unknown; name?: unknown }[]) {
    if (typeof key !== 'string') throw invalid('`keys` holds something that is no text; quote numbers.');
    if (name !== undefined && (typeof name !== 'string' || !/^[A-Za-z_][A-Za-z0-9_-]*$/.test(name))) {
      throw invalid(`The name for \`${plainText(key, 40)}\` cannot be a name.`);
    }
  }
  return { kind: 'keys', keys: pairs as { key: string; name?: string }[] };
}

function readBody(body: unknown, invalid: Invalid): JsonObject | undefined {
  if (body === undefined) return undefined;
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw invalid('`body` is no mapping.');
  return parseJson(JSON.stringify(body)) as JsonObject;
}

/** A private file is its owner's alone, so that only the right to execute it is left to choose. */
function readMode(mode: unknown, file: string | undefined, invalid: Invalid): boolean {
  if (mode === undefined) return false;
  if (file === undefined) throw invalid('`mode` is for a `file`.');
  const text = typeof mode === 'number' ? `0${mode.toString(8)}` : mode;
  if (text === '0600' || text === '600') return false;
  if (text === '0700' || text === '700') return true;
  throw invalid('`mode` is neither "0600" nor "0700": other users would have access.');
}
