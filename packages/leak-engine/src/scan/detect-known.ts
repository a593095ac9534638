import { builtIn } from '../findings/built-in.ts';
import type { KnownNeedle } from '../known/needles.ts';
import type { View } from './view.ts';

function fold(code: number): number {
  return code >= 65 && code <= 90 ? code + 32 : code;
}

/** Confirms a form of a known value whose first bytes end at `hitEnd`; line breaks within it are skipped. */
export function detectKnown(view: View, known: KnownNeedle, hitEnd: number): void {
  const { text } = view;
  const same = known.anyCase
    ? (left: number, right: number) => fold(left) === fold(right)
    : (left: number, right: number) => left === right;
  let start = hitEnd;
  for (let index = known.text.length - 1; index >= 0; index -= 1) {
    start -= 1;
    while (start >= 0 && text[start] === 10) start -= 1;
    if (start < 0 || !same(text[start] as number, known.text.charCodeAt(index))) return;
  }
  let end = hitEnd;
  let matched = known.text.length;
  while (matched < known.form.length) {
    let at = end;
    while (at < view.length && text[at] === 10) at += 1;
    if (at >= view.length || !same(text[at] as number, known.form.charCodeAt(matched))) break;
    end = at + 1;
    matched += 1;
  }
  if (matched < known.least) return;
  const missing = known.form.length - matched;
  view.report({
    rule: builtIn.known,
    distinctive: true,
    value: text.toString('latin1', start, end),
    start,
    end,
    severity: 'critical',
    confidence: missing === 0 ? 'certain' : 'high',
    why: [
      known.derivation === 'raw'
        ? 'it is a value that was given'
        : `it is a value that was given, as ${known.derivation}`,
      ...(missing === 0 ? [] : ['its last characters are missing']),
    ],
  });
}

/** Reports a value of which only the digest was known. */
export function reportDigest(view: View, start: number, end: number): void {
  view.report({
    rule: builtIn.known,
    distinctive: true,
    value: view.text.toString('latin1', start, end),
    start,
    end,
    severity: 'critical',
    confidence: 'certain',
    why: ['its keyed digest is one that was given'],
  });
}
