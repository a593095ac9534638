import { sextets } from './base64.ts';

const none = 255;

/** Shortest run of base64 or hex characters that is looked into. */
export const shortestRun = 16;

function inRun(byte: number | undefined): boolean {
  return byte !== undefined && sextets[byte] !== none;
}

/**
 * The next run of at least `shortestRun` base64 characters that begins in `text[from, to)`; it may reach up to `end`.
 *
 * Looks at every 16th byte only, and backwards from there: prose costs a third of a look per byte.
 */
export function findRun(
  text: Uint8Array,
  from: number,
  to: number,
  end: number,
): { start: number; end: number } | undefined {
  let start = from;
  while (start < to && start + shortestRun <= end) {
    let at = start + shortestRun - 1;
    while (at >= start && sextets[text[at] as number] !== none) at -= 1;
    if (at < start) return { start, end: endOfRun(text, start + shortestRun, end) };
    start = at + 1;
  }
  return undefined;
}

/** Where a run of base64 characters ends. */
export function endOfRun(text: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && sextets[text[at] as number] !== none) at += 1;
  return at;
}

/** What may come before a folded line: blanks, a quote mark, a shell trace's plus, a comment's sharp. */
const indents = new Set([32, 9, 43, 62, 124, 35]);

/** Where the content of a folded line begins. */
function skipIndent(text: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && at - from < 16 && indents.has(text[at] ?? 0) && (text[at] !== 43 || text[at + 1] === 32))
    at += 1;
  return at;
}

/** A line that continues a folded run, or undefined. */
export interface Fold {
  readonly start: number;
  readonly end: number;
  /** Whether the run ends with this line. */
  readonly last: boolean;
}

/**
 * The next line of a run that was folded at a column (RFC 2045 §6.8: 76; RFC 7468 §2: 64; terminals: any).
 *
 * @param at Where the run stopped.
 * @param width Length of the lines so far; 0 while only the first, which may begin within its line, was seen.
 */
export function nextFold(text: Uint8Array, at: number, end: number, width: number): Fold | undefined {
  if (text[at] !== 10 || at + 1 >= end) return undefined;
  const start = skipIndent(text, at + 1, end);
  const stop = endOfRun(text, start, end);
  const length = stop - start;
  if (length === 0) return undefined;
  const closing = text[stop];
  if (width > 0 && length > width) return undefined;
  const full = width === 0 || length === width;
  if (full && closing === 10) return { start, end: stop, last: false };
  const padding = text[stop + 1];
  const padded =
    closing === 61 &&
    (stop + 1 >= end || padding === 61 || padding === 10 || padding === 34 || padding === 39);
  const closes = stop >= end || closing === 34 || closing === 39 || closing === 10 || padded;
  return closes ? { start, end: stop, last: true } : undefined;
}

export function isHexRun(text: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (hexDigits[text[at] as number] === none) return false;
  return inRun(text[from]);
}

/** What `hexDigits` has for other bytes. */
export const noDigit = none;

/** Value of each hex digit; 255: none. */
export const hexDigits: Uint8Array = new Uint8Array(256).fill(none);
for (let value = 0; value < 16; value += 1) {
  hexDigits[value.toString(16).charCodeAt(0)] = value;
  hexDigits[value.toString(16).toUpperCase().charCodeAt(0)] = value;
}
