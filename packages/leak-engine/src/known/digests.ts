import { createHmac } from 'node:crypto';
import { failure } from '@sallyport/errors';

/** A known value of which only a keyed digest is told. */
export interface KnownDigest {
  /** Bytes of the value in UTF-8. */
  readonly length: number;
  /** HMAC-SHA-256 of the value, in hex. */
  readonly digest: string;
}

const version = 'sp1';
const line = /^sp1:(\d{1,5}):([0-9a-f]{64})$/;

function digestBytes(value: Uint8Array, key: string): string {
  return createHmac('sha256', key).update('sallyport known value\0').update(value).digest('hex');
}

/**
 * One line of a file of digests: `sp1:<bytes>:<HMAC-SHA-256 in hex>`. Whoever has the line and the key can test guesses,
 * so a value that can be guessed needs a key that cannot.
 */
export function digestKnownValue(value: string, key: string): string {
  const bytes = Buffer.from(value, 'utf8');
  return `${version}:${bytes.length}:${digestBytes(bytes, key)}`;
}

/**
 * Reads a file of digests; blank lines and those that begin with `#` are skipped.
 * @throws `leak/known-values-invalid` with the number of the line that is no digest.
 */
export function parseKnownDigests(text: string): KnownDigest[] {
  return text.split(/\r?\n/).flatMap((content, index) => {
    const trimmed = content.trim();
    if (trimmed === '' || trimmed.startsWith('#')) return [];
    const found = line.exec(trimmed);
    if (found?.[1] === undefined || found[2] === undefined || Number(found[1]) < 8) {
      throw failure('leak/known-values-invalid', {
        what: `Line ${index + 1} of the known values is no digest of the form sp1:<bytes, 8 or more>:<64 hex digits>.`,
      });
    }
    return [{ length: Number(found[1]), digest: found[2] }];
  });
}

/** Bytes between which a value may stand alone. */
const delimiters = new Uint8Array(256);
for (const character of ' \t\n"\'`=:,;<>()[]{}|&@') delimiters[character.charCodeAt(0)] = 1;

/** Looks for values of which only digests are known: only where they stand between delimiters. */
export class DigestProbe {
  readonly #lengths: readonly number[];
  readonly #digests: ReadonlySet<string>;
  readonly #key: string;

  constructor(digests: readonly KnownDigest[], key: string) {
    this.#lengths = [...new Set(digests.map((digest) => digest.length))];
    this.#digests = new Set(digests.map((digest) => digest.digest));
    this.#key = key;
  }

  /** Calls `found` for each value that begins in `text[from, to)`; the text ends at `end`. */
  probe(
    text: Uint8Array,
    from: number,
    to: number,
    end: number,
    found: (start: number, end: number) => void,
  ): void {
    for (let at = from; at < to; at += 1) {
      if (at > 0 && delimiters[text[at - 1] as number] === 0) continue;
      for (const length of this.#lengths) {
        const stop = at + length;
        if (stop > end || (stop < end && delimiters[text[stop] as number] === 0)) continue;
        if (this.#digests.has(digestBytes(text.subarray(at, stop), this.#key))) found(at, stop);
      }
    }
  }
}
