import { failure, plainText } from '@sallyport/errors';
import { compileSelector } from './compile-selector.ts';
import { plainEntry, type Pick, type SecretEntry, type Selector } from './secret-entry.ts';

/**
 * The `secrets` language of hashicorp/vault-action (its README, "Key Syntax"): `path selector | NAME ;`, with `*` and `**`
 * for all keys. Beyond it, quotes and brackets in a selector may hold blanks, `;` and `|`.
 * @throws CodedError `secrets/syntax` with the line and column of the mistake, both from 1.
 */
export function parseLines(text: string): SecretEntry[] {
  const scanner = new Scanner(text);
  const entries: SecretEntry[] = [];
  while (scanner.skip(/[\s;]/)) entries.push(parseEntry(scanner));
  return entries;
}

function parseEntry(scanner: Scanner): SecretEntry {
  const start = scanner.at;
  const path = scanner.take(/[^\s;|]/);
  if (path === '') throw scanner.mistake('A path is missing.');
  if (!scanner.skip(/\s/) || scanner.sees(/[;|]/)) {
    throw scanner.mistake(`The path \`${plainText(path)}\` has no key.`);
  }
  const selectorAt = scanner.at;
  const text = scanner.takeSelector();
  scanner.skip(/\s/);
  const as = scanner.sees(/\|/) ? parseName(scanner) : undefined;
  scanner.skip(/\s/);
  if (!scanner.ended && !scanner.sees(/;/)) {
    throw scanner.mistake('There is a `;` missing before this, or one blank too many.');
  }
  return {
    ...plainEntry,
    place: scanner.place(start),
    path,
    as,
    naming: 'vault-action',
    pick: pickOf(text, as, (what, offset) => scanner.mistake(what, selectorAt + offset)),
  };
}

function parseName(scanner: Scanner): string {
  scanner.advance();
  scanner.skip(/\s/);
  const at = scanner.at;
  const name = scanner.take(/[^\s;]/);
  if (name === '') throw scanner.mistake('There is no name after `|`.');
  if (!/^[\p{L}_][\p{L}\p{N}_.-]*$/u.test(name)) {
    throw scanner.mistake(`\`${plainText(name, 60)}\` cannot be a name.`, at);
  }
  return name;
}

function pickOf(
  text: string,
  as: string | undefined,
  mistake: (what: string, offset: number) => Error,
): Pick {
  if (text === '*' || text === '**') return { kind: 'all', upperCase: text === '*' };
  const selector = readSelector(text, mistake);
  if (as === undefined && selector.key === undefined) {
    throw mistake('An expression needs a name: add `| NAME`.', 0);
  }
  return { kind: 'selector', selector };
}

/** @param mistake makes the error for a mistake at an offset of the selector. */
export function readSelector(text: string, mistake: (what: string, offset: number) => Error): Selector {
  const quoted = /^(["'`])(.*)\1$/s.exec(text)?.[2];
  if (quoted !== undefined && !/["'`]/.test(quoted)) {
    // In vault-action quotes are dropped, so that a quoted text with dots is a path.
    return {
      text,
      key: quoted,
      expression: quoted.includes('.') && text.startsWith('"') ? quoted : undefined,
    };
  }
  if (/^[\p{L}\p{N}_$@/:+-]+(?:\.[\p{L}\p{N}_$@/:+-]+)*$/u.test(text)) {
    return { text, key: text, expression: text.includes('.') ? text : undefined };
  }
  const compiled = compileSelector(text);
  if (compiled.fault !== undefined) throw mistake(compiled.fault, compiled.position);
  return { text, key: compiled.isPath ? text.replaceAll('"', '') : undefined, expression: text };
}

/** A text, and how far it has been read. */
class Scanner {
  readonly #text: string;
  at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get ended(): boolean {
    return this.at >= this.#text.length;
  }

  sees(character: RegExp): boolean {
    return character.test(this.#text[this.at] ?? '');
  }

  advance(): void {
    this.at += 1;
  }

  take(character: RegExp): string {
    const start = this.at;
    while (!this.ended && this.sees(character)) this.at += 1;
    return this.#text.slice(start, this.at);
  }

  /** @returns whether anything is left. */
  skip(character: RegExp): boolean {
    this.take(character);
    return !this.ended;
  }

  /** Up to a blank, `;` or `|` outside of quotes and brackets. */
  takeSelector(): string {
    const start = this.at;
    const open: { readonly closing: string; readonly at: number }[] = [];
    const closings: Readonly<Record<string, string>> = {
      '(': ')',
      '[': ']',
      '{': '}',
      '"': '"',
      "'": "'",
      '`': '`',
    };
    for (; !this.ended; this.at += 1) {
      const character = this.#text[this.at]!;
      const innermost = open.at(-1)?.closing ?? '';
      const isQuoted = /["'`]/.test(innermost);
      if (character === innermost) open.pop();
      else if (!isQuoted && Object.hasOwn(closings, character)) {
        open.push({ closing: closings[character]!, at: this.at });
      } else if (open.length === 0 && /[\s;|]/.test(character)) break;
    }
    const unclosed = open[0];
    if (unclosed !== undefined)
      throw this.mistake(`\`${this.#text[unclosed.at]!}\` is never closed.`, unclosed.at);
    return this.#text.slice(start, this.at);
  }

  place(at: number): string {
    const before = this.#text.slice(0, at).split('\n');
    return `line ${before.length}, column ${before.at(-1)!.length + 1}`;
  }

  mistake(what: string, at = this.at): Error {
    return failure('secrets/syntax', { what: `The input \`secrets\`, ${this.place(at)}: ${what}` });
  }
}
