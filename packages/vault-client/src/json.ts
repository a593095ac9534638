/**
 * JSON (RFC 8259) that loses nothing: Vault's answers hold numbers that a double cannot (64-bit ids, `1.10`), and a
 * secret must arrive as it was stored. Node 20 has no access to a number's source text in `JSON.parse`.
 */

/** A number whose text JavaScript would change; every other number is a plain `number`. */
export class JsonNumber {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }
}

export type JsonValue = string | number | boolean | null | JsonNumber | readonly JsonValue[] | JsonObject;

/** Without a prototype, so that a key such as `__proto__` is a key like any other. */
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof JsonNumber)
  );
}

const deepest = 200;
const blank = /[ \t\n\r]*/y;
const stringToken = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const numberToken = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const wordToken = /true|false|null/y;

/** @throws SyntaxError, which never quotes the text: it may be a secret. */
export function parseJson(text: string): JsonValue {
  const reader = new Reader(text);
  const value = reader.value(0);
  reader.end();
  return value;
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    this.#match(blank);
  }

  value(depth: number): JsonValue {
    if (depth > deepest) throw this.#malformed();
    const next = this.#text[this.#at];
    if (next === '{') return this.#object(depth);
    if (next === '[') return this.#array(depth);
    if (next === '"') return this.#string();
    const word = this.#match(wordToken);
    if (word !== undefined) {
      this.#match(blank);
      return word === 'null' ? null : word === 'true';
    }
    return this.#number();
  }

  end(): void {
    if (this.#at !== this.#text.length) throw this.#malformed();
  }

  #object(depth: number): JsonObject {
    const object = Object.create(null) as Record<string, JsonValue>;
    this.#take('{');
    if (this.#skip('}')) return object;
    do {
      const key = this.#string();
      this.#take(':');
      object[key] = this.value(depth + 1);
    } while (this.#skip(','));
    this.#take('}');
    return object;
  }

  #array(depth: number): JsonValue[] {
    const array: JsonValue[] = [];
    this.#take('[');
    if (this.#skip(']')) return array;
    do array.push(this.value(depth + 1));
    while (this.#skip(','));
    this.#take(']');
    return array;
  }

  #string(): string {
    const token = this.#match(stringToken);
    if (token === undefined) throw this.#malformed();
    this.#match(blank);
    return JSON.parse(token) as string;
  }

  #number(): number | JsonNumber {
    const token = this.#match(numberToken);
    if (token === undefined) throw this.#malformed();
    this.#match(blank);
    const value = Number(token);
    return String(value) === token ? value : new JsonNumber(token);
  }

  #skip(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    this.#match(blank);
    return true;
  }

  #take(character: string): void {
    if (!this.#skip(character)) throw this.#malformed();
  }

  #match(token: RegExp): string | undefined {
    token.lastIndex = this.#at;
    const found = token.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #malformed(): SyntaxError {
    return new SyntaxError(`malformed JSON at character ${this.#at}`);
  }
}

/** Compact JSON with every number as it was read, keys in their order. */
export function stringifyJson(value: JsonValue): string {
  if (value instanceof JsonNumber) return value.source;
  if (Array.isArray(value)) return `[${value.map(stringifyJson).join(',')}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const members = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}:${stringifyJson(item)}`);
  return `{${members.join(',')}}`;
}

/** What a consumer of one key gets: a text as it is, anything else as JSON. */
export function textOfJson(value: JsonValue): string {
  return typeof value === 'string' ? value : stringifyJson(value);
}
