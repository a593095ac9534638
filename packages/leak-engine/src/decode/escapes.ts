import { hexDigits } from './runs.ts';

const entities: Readonly<Record<string, number>> = {
  amp: 38,
  apos: 39,
  colon: 58,
  equals: 61,
  gt: 62,
  lt: 60,
  quot: 34,
  lowbar: 95,
  period: 46,
  sol: 47,
  plus: 43,
};

const shortEscapes: Readonly<Record<number, number>> = {
  34: 34,
  39: 39,
  47: 47,
  92: 92,
  98: 8,
  102: 12,
  110: 10,
  114: 13,
  116: 9,
};

/** The value of `count` hex digits, or -1. */
function readHex(text: Uint8Array, from: number, count: number, end: number): number {
  if (from + count > end) return -1;
  let value = 0;
  for (let at = from; at < from + count; at += 1) {
    const digit = hexDigits[text[at] as number] as number;
    if (digit === 255) return -1;
    value = (value << 4) | digit;
  }
  return value;
}

/** A decoded escape: the character and how many bytes it took; undefined if there is none. */
interface Escape {
  readonly code: number;
  readonly length: number;
}

function readBackslash(text: Uint8Array, at: number, end: number): Escape | undefined {
  const kind = text[at + 1] ?? 0;
  if (kind === 120) return escape(readHex(text, at + 2, 2, end), 4);
  if (kind === 117) {
    const code = readHex(text, at + 2, 4, end);
    return code >= 0 ? { code, length: 6 } : undefined;
  }
  // Octal, as printf %q and git print it: three digits.
  if (kind >= 48 && kind <= 51 && at + 4 <= end) {
    const code = Number.parseInt(String.fromCharCode(kind, text[at + 2] ?? 0, text[at + 3] ?? 0), 8);
    if (code >= 32 && code < 127) return { code, length: 4 };
  }
  const short = shortEscapes[kind];
  return short === undefined || at + 2 > end ? undefined : { code: short, length: 2 };
}

function readEntity(text: Uint8Array, at: number, end: number): Escape | undefined {
  let stop = at + 1;
  while (stop < end && stop - at < 10 && text[stop] !== 59) stop += 1;
  if (text[stop] !== 59) return undefined;
  const name = Buffer.from(text.buffer, text.byteOffset + at + 1, stop - at - 1).toString('latin1');
  const length = stop - at + 1;
  const numeric = /^#(?:x([0-9a-f]{1,6})|([0-9]{1,7}))$/i.exec(name);
  if (numeric === null) return escape(entities[name.toLowerCase()] ?? -1, length);
  return escape(
    numeric[1] === undefined ? Number.parseInt(numeric[2] ?? '', 10) : Number.parseInt(numeric[1], 16),
    length,
  );
}

function escape(code: number, length: number): Escape | undefined {
  return code >= 0 ? { code, length } : undefined;
}

/** Reads one escape: percent (RFC 3986 §2.1), JSON and C backslashes (RFC 8259 §7), HTML character references. */
export function readEscape(text: Uint8Array, at: number, end: number): Escape | undefined {
  switch (text[at] ?? 0) {
    case 37:
      return escape(readHex(text, at + 1, 2, end), 3);
    case 92:
      return readBackslash(text, at, end);
    case 38:
      return readEntity(text, at, end);
    default:
      return undefined;
  }
}

/** Which escapes a piece of text held. */
export type EscapeForm = 'percent' | 'backslash' | 'entity';

const forms: Readonly<Record<number, EscapeForm>> = { 37: 'percent', 92: 'backslash', 38: 'entity' };

/**
 * Undoes one level of every escape in `text[from, to)`.
 * @returns the bytes written to `target`, which must be as long, and the forms met. Characters beyond Latin-1 become `?`.
 */
export function unescape(
  text: Uint8Array,
  from: number,
  to: number,
  target: Uint8Array,
): { written: number; forms: ReadonlySet<EscapeForm> } {
  let written = 0;
  const met = new Set<EscapeForm>();
  for (let at = from; at < to;) {
    const byte = text[at] as number;
    const found = byte === 37 || byte === 92 || byte === 38 ? readEscape(text, at, to) : undefined;
    if (found === undefined) {
      target[written] = byte;
      at += 1;
    } else {
      target[written] = found.code < 256 ? found.code : 63;
      at += found.length;
      const form = forms[byte];
      if (form !== undefined) met.add(form);
    }
    written += 1;
  }
  return { written, forms: met };
}
