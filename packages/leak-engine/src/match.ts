import type { TokenRule } from './rule.ts';

/** How far before a match its `near` words may stand. */
export const nearDistance = 256;

/** A match, as offsets into the window it was found in. */
export interface TokenMatch {
  readonly start: number;
  readonly end: number;
  readonly value: string;
  readonly valueStart: number;
}

/** Bytes that may continue a word: a match that touches one is part of something longer. */
function isWordCode(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}

function isHexCode(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 70) || (code >= 97 && code <= 102);
}

/**
 * Whether a match may begin at `start`: not inside a word, where the letters of an escape (`\n`, `%3D`, `\u003d`,
 * `\x3d`) are no word.
 */
export function beginsWord(window: string, start: number): boolean {
  if (start === 0) return true;
  const before = window.charCodeAt(start - 1);
  if (!isWordCode(before)) return true;
  const back = (distance: number): number => (start >= distance ? window.charCodeAt(start - distance) : 0);
  const backslash = 92;
  if (back(2) === backslash && 'abefnrtv0'.includes(window.charAt(start - 1))) return true;
  if (!isHexCode(before) || !isHexCode(back(2))) return false;
  if (back(3) === 37) return true;
  if (back(3) === 120 && back(4) === backslash) return true;
  return isHexCode(back(3)) && isHexCode(back(4)) && back(5) === 117 && back(6) === backslash;
}

/** Where the match would begin, given where the anchor begins; undefined if what must stand before it does not. */
function startOf(
  rule: TokenRule,
  window: string,
  anchor: number,
  inSet: RegExp | undefined,
): number | undefined {
  if (rule.before === undefined || inSet === undefined) return anchor;
  const { min, max } = rule.before;
  let start = anchor;
  while (start > 0 && anchor - start < max && inSet.test(window.charAt(start - 1))) start -= 1;
  return anchor - start < min ? undefined : start;
}

function isNear(words: readonly string[], window: string, start: number): boolean {
  const lineStart = window.lastIndexOf('\n', start - 1) + 1;
  const before = window.slice(Math.max(lineStart, start - nearDistance), start).toLowerCase();
  return words.some((word) => before.includes(word));
}

const sets = new Map<string, RegExp>();

function setOf(rule: TokenRule): RegExp | undefined {
  if (rule.before === undefined) return undefined;
  let set = sets.get(rule.before.set);
  if (set === undefined) sets.set(rule.before.set, (set = new RegExp(`[${rule.before.set}]`)));
  return set;
}

/**
 * Tries a rule at one anchor.
 *
 * @param window Latin-1 text around the anchor: at least `nearDistance` + `before.max` characters before it and
 *   `maxLength` + 1 after it, where the text is that long.
 * @param anchor Where the anchor begins in the window.
 * @param seams Offsets at which a line break was taken out of the window; a match may end there.
 */
export function matchToken(
  rule: TokenRule,
  window: string,
  anchor: number,
  seams: readonly number[] = [],
): TokenMatch | undefined {
  const first = startOf(rule, window, anchor, setOf(rule));
  if (first === undefined) return undefined;
  const found = tryAt(rule, window, first, seams);
  if (found !== undefined || rule.before === undefined)
    return found !== undefined && anchor < found.end ? found : undefined;
  // What stands before it may belong to the same set: `value=` before a query.
  let tries = 0;
  for (let start = first + 1; start <= anchor - rule.before.min && tries < mostStarts; start += 1) {
    if (!joints.includes(window.charAt(start - 1))) continue;
    tries += 1;
    const later = tryAt(rule, window, start, seams);
    if (later !== undefined && anchor < later.end) return later;
  }
  return undefined;
}

/** Characters after which a match may begin although they could belong to it, and how many of them are tried. */
const joints = '=&?:/.,;';
const mostStarts = 8;

function tryAt(
  rule: TokenRule,
  window: string,
  start: number,
  seams: readonly number[],
): TokenMatch | undefined {
  const atWord = rule.boundary !== 'none';
  if (atWord && !seams.includes(start) && !beginsWord(window, start)) return undefined;
  rule.pattern.lastIndex = start;
  const found = rule.pattern.exec(window);
  if (found === null) return undefined;
  const end = start + found[0].length;
  if (atWord && !seams.includes(end) && end < window.length && isWordCode(window.charCodeAt(end))) {
    return undefined;
  }
  if (rule.near !== undefined && !isNear(rule.near, window, start)) return undefined;
  const value = found[1] ?? found[0];
  return { start, end, value, valueStart: start + found[0].indexOf(value) };
}
