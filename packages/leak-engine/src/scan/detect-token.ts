import { publishedSample } from '../context/values.ts';
import { hexDigits, noDigit } from '../decode/runs.ts';
import { beginsWord, matchToken, nearDistance, type TokenMatch } from '../match.ts';
import type { Confidence, Inspection, Severity, TokenRule } from '../rule.ts';
import type { View } from './view.ts';

/** Characters around a line break that a wrapped token may have there. */
function isTokenByte(byte: number | undefined): boolean {
  return (
    byte !== undefined && byte > 32 && byte < 127 && byte !== 34 && byte !== 39 && byte !== 60 && byte !== 62
  );
}

function isWordByte(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  const lower = byte | 32;
  return (lower >= 97 && lower <= 122) || (byte >= 48 && byte <= 57);
}

function isHexByte(byte: number | undefined): boolean {
  return byte !== undefined && hexDigits[byte] !== noDigit;
}

/**
 * Where a needle that ends at `end` begins, with its exact case confirmed; line breaks within it are skipped.
 * -1 if the text differs.
 */
export function confirmNeedle(text: Uint8Array, needle: string, end: number): number {
  let at = end;
  for (let index = needle.length - 1; index >= 0; index -= 1) {
    at -= 1;
    while (at >= 0 && text[at] === 10) at -= 1;
    if (at < 0 || text[at] !== needle.charCodeAt(index)) return -1;
  }
  return at;
}

/** A window without the line breaks that may have wrapped a token. */
interface Joined {
  readonly text: string;
  readonly anchor: number;
  readonly seams: readonly number[];
  /** Position in the window of each character of `text`. */
  toWindow(offset: number): number;
}

/** Lines that a token may be wrapped over. */
const mostSeams = 128;

function join(text: Buffer, from: number, to: number, anchor: number): Joined | undefined {
  const pieces: { at: number; source: number }[] = [{ at: 0, source: from }];
  const seams: number[] = [];
  let joined = '';
  let start = from;
  for (
    let at = text.indexOf(10, from);
    at >= 0 && at < to && seams.length < mostSeams;
    at = text.indexOf(10, at + 1)
  ) {
    let next = at + 1;
    while (next < to && next - at < 12 && (text[next] === 32 || text[next] === 9)) next += 1;
    if (!isTokenByte(text[at - 1]) || !isTokenByte(text[next])) continue;
    joined += text.toString('latin1', start, at);
    seams.push(joined.length);
    pieces.push({ at: joined.length, source: next });
    start = next;
  }
  if (seams.length === 0) return undefined;
  joined += text.toString('latin1', start, to);
  const piece = (test: (one: { at: number; source: number }) => boolean) =>
    pieces.findLast(test) ?? { at: 0, source: from };
  const home = piece((one) => one.source <= anchor);
  return {
    text: joined,
    anchor: home.at + anchor - home.source,
    seams,
    toWindow: (offset) => {
      const found = piece((one) => one.at <= offset);
      return found.source + offset - found.at;
    },
  };
}

/** Whether a match cannot begin here, told from a few bytes before any window is cut. */
function startsInsideWord(view: View, rule: TokenRule, start: number): boolean {
  if (rule.boundary === 'none' || rule.before !== undefined) return false;
  const before = view.text[start - 1];
  if (!isWordByte(before)) return false;
  // Only an escape's letters are no word: a backslash or a further hex digit stands before its last one.
  const further = view.text[start - 2];
  if (further !== 92 && !(isHexByte(before) && isHexByte(further))) return true;
  return !beginsWord(view.text.toString('latin1', Math.max(0, start - 8), start + 1), Math.min(8, start));
}

/** Tries a rule where one of its anchors was found. */
export function detectToken(view: View, rule: TokenRule, needle: string, hitEnd: number): void {
  const anchor = confirmNeedle(view.text, needle, hitEnd);
  if (anchor < 0) return;
  const split = hitEnd - anchor !== needle.length;
  if (!split && view.text[anchor - 1] !== 10 && startsInsideWord(view, rule, anchor)) return;
  const from = Math.max(0, anchor - nearDistance - (rule.before?.max ?? 0));
  const to = Math.min(view.length, anchor + rule.maxLength + needle.length + 8);
  if (!view.engine.allowWork(to - from)) return;
  if (!split) {
    const match = matchToken(rule, view.text.toString('latin1', from, to), anchor - from);
    if (match !== undefined) {
      reportToken(view, rule, match, from + match.valueStart, []);
      return;
    }
  }
  const lineBreak = view.text.indexOf(10, from);
  if (lineBreak < 0 || lineBreak >= to || !view.engine.allowWork(8 * (to - from))) return;
  const joined = join(view.text, from, Math.min(view.length, to + 64), anchor);
  if (joined === undefined) return;
  const match = matchToken(rule, joined.text, joined.anchor, joined.seams);
  if (match === undefined || !joined.seams.some((seam) => seam > match.start && seam < match.end)) return;
  reportToken(view, rule, match, joined.toWindow(match.valueStart), ['it was wrapped over lines']);
}

const lowered: Readonly<Record<Confidence, Confidence>> = {
  certain: 'high',
  high: 'medium',
  medium: 'low',
  low: 'low',
};

/** Confidence and severity after the rule's own inspection; undefined for a published sample. */
export function weigh(
  rule: {
    readonly severity: Severity;
    readonly confidence: Confidence;
    readonly inspect?: (value: string) => Inspection;
  },
  value: string,
  now: number,
): { severity: Severity; confidence: Confidence; why: string[] } | undefined {
  const inspection = rule.inspect?.(value) ?? { proof: 'none' };
  if (inspection.proof === 'sample') return undefined;
  const why = inspection.note === undefined ? [] : [inspection.note];
  const proofs = { proved: 'certain', unproved: lowered[rule.confidence], none: rule.confidence } as const;
  const confidence = proofs[inspection.proof];
  const expired = inspection.expiresAt !== undefined && inspection.expiresAt <= now;
  if (expired) why.push('it has expired');
  return { severity: expired ? 'info' : (inspection.severity ?? rule.severity), confidence, why };
}

const fillers = /EXAMPLE|X{6}|x{6}|\*{3}|0{8}|1234567890abcdef/;

function reportToken(
  view: View,
  rule: TokenRule,
  match: TokenMatch,
  at: number,
  why: readonly string[],
): void {
  if (fillers.test(match.value) || publishedSample.test(match.value) || new Set(match.value).size < 5) return;
  const weighed = weigh(rule, match.value, view.engine.now);
  if (weighed === undefined) return;
  view.report({
    rule,
    distinctive: true,
    value: match.value,
    start: at,
    end: Math.min(view.length, at + match.value.length),
    severity: weighed.severity,
    confidence: weighed.confidence,
    why: ['its shape is that of this vendor', ...weighed.why, ...why],
  });
}
