import { failure } from '@sallyport/errors';
import { plainText } from '@sallyport/errors';

export interface TextOptions {
  /** Other names of the same input, e.g. those of the action that a workflow came from. */
  readonly aliases?: readonly string[];
  readonly default?: string;
  readonly required?: boolean;
}

/** The words that `getBooleanInput` of @actions/core takes: YAML 1.2 "core schema" (yaml.org/spec/1.2.2 §10.3.2). */
const booleans: Readonly<Record<string, boolean>> = {
  true: true,
  True: true,
  TRUE: true,
  false: false,
  False: false,
  FALSE: false,
};

/**
 * Reads inputs by name and checks them on the way: a value that is not allowed is an error that lists what is.
 * An empty input counts as absent, since the runner sends every declared input.
 */
export class InputReader {
  readonly #read: (name: string) => string;

  /** @param read gives the trimmed value of an input, empty if absent. */
  constructor(read: (name: string) => string) {
    this.#read = read;
  }

  /** @throws CodedError `inputs/missing`, `inputs/conflict` when an alias says something else. */
  text(name: string, options: TextOptions = {}): string {
    const given = [name, ...(options.aliases ?? [])]
      .map((key) => ({ key, value: this.#read(key) }))
      .filter(({ value }) => value !== '');
    const [first] = given;
    const other = given.find(({ value }) => value !== first?.value);
    if (first !== undefined && other !== undefined) {
      throw failure('inputs/conflict', {
        what: `The inputs \`${first.key}\` and \`${other.key}\` are two names of one input, but say different things.`,
        remedy: `Keep \`${name}\` only.`,
      });
    }
    if (first !== undefined) return first.value;
    if (options.required === true) {
      throw failure('inputs/missing', {
        what: `The input \`${name}\` is missing.`,
        remedy: `Set \`${name}\` under \`with:\`.`,
      });
    }
    return options.default ?? '';
  }

  /** Like `text`, but absent is `undefined`. */
  optional(name: string, options: Pick<TextOptions, 'aliases'> = {}): string | undefined {
    const value = this.text(name, options);
    return value === '' ? undefined : value;
  }

  /** One of a list of words, exactly. */
  choice<Word extends string>(
    name: string,
    words: readonly Word[],
    options: { readonly default: Word; readonly aliases?: readonly string[] },
  ): Word {
    const value = this.text(name, options);
    const word = words.find((candidate) => candidate === value);
    if (word === undefined) throw notAllowed(name, value, words);
    return word;
  }

  /** A boolean exactly as @actions/core reads it; `yes`, `1` or `on` are errors, not guesses. */
  boolean(
    name: string,
    options: { readonly default: boolean; readonly aliases?: readonly string[] },
  ): boolean {
    const value = this.text(name, { ...options, default: String(options.default) });
    const boolean = Object.hasOwn(booleans, value) ? booleans[value] : undefined;
    if (boolean === undefined) throw notAllowed(name, value, ['true', 'false']);
    return boolean;
  }

  /** A whole number within bounds, in decimal digits. */
  integer(
    name: string,
    bounds: {
      readonly min: number;
      readonly max: number;
      readonly default: number;
      readonly unit?: string;
      readonly aliases?: readonly string[];
    },
  ): number {
    const value = this.text(name, { aliases: bounds.aliases ?? [], default: String(bounds.default) });
    const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
    if (!(number >= bounds.min && number <= bounds.max)) {
      throw notAllowed(name, value, [
        `${bounds.min} to ${bounds.max}${bounds.unit === undefined ? '' : ` ${bounds.unit}`}`,
      ]);
    }
    return number;
  }

  /** Non-empty lines, trimmed; a comma separates too if `commas` is set. */
  list(name: string, options: Pick<TextOptions, 'aliases'> & { readonly commas?: boolean } = {}): string[] {
    return this.text(name, options)
      .split(options.commas === true ? /[\n,]/ : /\n/)
      .map((entry) => entry.trim())
      .filter((entry) => entry !== '');
  }

  /** A list of words out of a fixed set, separated by commas, blanks or lines. */
  words<Word extends string>(
    name: string,
    words: readonly Word[],
    options: { readonly default: readonly Word[] },
  ): Word[] {
    const given = this.text(name, { default: options.default.join(' ') })
      .split(/[\s,]+/)
      .filter((entry) => entry !== '');
    return [...new Set(given)].map((entry) => {
      const word = words.find((candidate) => candidate === entry);
      if (word === undefined) throw notAllowed(name, entry, words);
      return word;
    });
  }
}

function notAllowed(name: string, value: string, allowed: readonly string[]): Error {
  return failure('inputs/invalid', {
    what: `The input \`${name}\` does not allow "${plainText(value, 60)}".`,
    remedy: `Use ${allowed.length === 1 ? '' : 'one of: '}${allowed.join(', ')}.`,
  });
}
