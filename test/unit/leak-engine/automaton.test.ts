import { expect, test } from '@jest/globals';
import { buildAutomaton } from '../../../packages/leak-engine/src/prefilter/automaton.ts';
import { createRandom } from './random.ts';

/** Every needle that ends at each place, by the automaton. */
function search(needles: readonly string[], text: string): string[] {
  const { classes, table, shift, firstAccepting, accepted } = buildAutomaton(needles);
  const hits: string[] = [];
  let state = 0;
  for (let at = 0; at < text.length; at += 1) {
    state = table[(state << shift) | (classes[text.charCodeAt(at)] ?? 0)] ?? 0;
    for (const id of accepted[state - firstAccepting] ?? []) hits.push(`${needles[id]} ${at + 1}`);
  }
  return hits.sort();
}

/** The same by looking everywhere for each. */
function searchNaively(needles: readonly string[], text: string): string[] {
  const hits: string[] = [];
  for (const needle of needles) {
    for (let at = 0; at + needle.length <= text.length; at += 1) {
      if (text.slice(at, at + needle.length).toLowerCase() === needle.toLowerCase()) {
        hits.push(`${needle} ${at + needle.length}`);
      }
    }
  }
  return hits.sort();
}

test.each([1, 2, 3, 4, 5, 6, 7, 8])(
  'finds every needle in either case, overlapping ones too (seed %i)',
  (seed) => {
    const random = createRandom(seed);
    const needles = [...new Set(Array.from({ length: 20 }, () => random.text('abAB_', 1 + random.int(5))))];
    const text = random.text('abcAB_', 800);
    expect(search(needles, text)).toEqual(searchNaively(needles, text));
  },
);

test('refuses more needles than it can number', () => {
  const random = createRandom(1);
  const needles = Array.from({ length: 6000 }, () => random.text('abcdefghijklmnop', 14));
  expect(() => buildAutomaton(needles)).toThrow(RangeError);
});
