/** Where a name stands. */
export interface PairName {
  readonly nameStart: number;
  readonly nameEnd: number;
}

/** A name and the value assigned to it, as positions in the text. */
export interface Pair extends PairName {
  readonly valueStart: number;
  readonly valueEnd: number;
  readonly quoted: boolean;
  /** How they were joined: an assignment, an HTTP header, a flag of a command, an XML element. */
  readonly form: 'assignment' | 'flag' | 'element';
}

export const longestValue = 4096;
/** Tools align their operators in columns. */
const mostBlanks = 48;

export function skipBlanks(text: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && at - from < mostBlanks && (text[at] === 32 || text[at] === 9)) at += 1;
  return at;
}

/** A quotation mark, possibly escaped: its byte and how many backslashes stand before it. */
interface Quote {
  readonly mark: number;
  readonly slashes: number;
  readonly end: number;
}

export function readQuote(text: Uint8Array, from: number, end: number): Quote | undefined {
  let at = from;
  while (at < end && at - from < 8 && text[at] === 92) at += 1;
  const mark = text[at];
  if (at >= end || (mark !== 34 && mark !== 39 && mark !== 96)) return undefined;
  return { mark, slashes: at - from, end: at + 1 };
}

/** Where a quoted value ends: at the same mark with as many backslashes before it. */
function endOfQuoted(text: Uint8Array, from: number, end: number, quote: Quote): number {
  let slashes = 0;
  for (let at = from; at < end; at += 1) {
    const byte = text[at];
    if (byte === 10) return -1;
    if (byte === 92) {
      slashes += 1;
      continue;
    }
    if (byte === quote.mark && slashes <= quote.slashes) return at - slashes;
    slashes = 0;
  }
  return -1;
}

const stops = new Uint8Array(256);
for (const character of ' \t\n"\'`,;<>)}]&|\\') stops[character.charCodeAt(0)] = 1;
const blankStops = new Uint8Array(256);
for (const character of ' \t\n') blankStops[character.charCodeAt(0)] = 1;

function endOfBare(text: Uint8Array, from: number, end: number, wholeLine: boolean): number {
  const set = wholeLine ? blankStops : stops;
  let at = from;
  while (at < end && set[text[at] as number] === 0) at += 1;
  return at;
}

/** Reads the value after an operator: quoted, or up to what cannot belong to it. */
export function readValue(text: Uint8Array, from: number, end: number, wholeLine: boolean) {
  const limit = Math.min(end, from + longestValue);
  const quote = readQuote(text, from, limit);
  if (quote === undefined) {
    return { valueStart: from, valueEnd: endOfBare(text, from, limit, wholeLine), quoted: false };
  }
  const close = endOfQuoted(text, quote.end, limit, quote);
  if (close >= 0) return { valueStart: quote.end, valueEnd: close, quoted: true };
  return { valueStart: quote.end, valueEnd: endOfBare(text, quote.end, limit, false), quoted: false };
}

/** After `=`, `:`, `=>` or `:=`; -1 if none of them is there, or a comparison. */
export function endOfOperator(text: Uint8Array, at: number, end: number): number {
  if (at >= end) return -1;
  const next = text[at + 1];
  if (text[at] === 61) return next === 61 ? -1 : at + (next === 62 ? 2 : 1);
  if (text[at] !== 58) return -1;
  if (next === 58 || next === 47) return -1;
  return at + (next === 61 ? 2 : 1);
}
