import { describe, expect, test } from '@jest/globals';
import { matchToken, rules, type TokenRule } from '@sallyport/leak-engine';
import { createRandom } from './random.ts';
import { StepCounter } from './step-counter.ts';

// A log is written by whoever runs code in the job, so every rule meets text that was made to slow it down. Steps are
// counted on a matcher of our own, which the clock cannot disturb: 400 steps a byte are some 50 ms for 64 KB in V8.
// A rule sees windows only, so what holds for a byte of 16 KB holds for a byte of any text.
const size = 16 * 1024;
const mostStepsPerByte = 400;

const tokenRules = rules.filter((rule) => rule.kind === 'token');

/** Texts that begin as the rule's credential does and go wrong later, as close together as they can stand. */
function hostileTexts(rule: TokenRule): string[] {
  const whole = rule.examples.leaks.at(-1)?.(createRandom(1)) ?? '';
  const anchor = rule.anchors.find((candidate) => whole.includes(candidate)) ?? '';
  const cuts = [0.25, 0.6].map((share) => whole.slice(0, Math.ceil(whole.length * share)));
  const units = [anchor, ...cuts, whole.slice(0, -1)].flatMap((unit) =>
    ['', '-', '+'].map((joint) => unit + joint),
  );
  units.push(`${anchor}-${'a'.repeat(rule.maxLength)}`, `-${anchor}${whole.slice(-1).repeat(40)}`);
  return units.map((unit) => unit.repeat(Math.ceil(size / unit.length)).slice(0, size));
}

/** Tries the rule wherever the prefilter would, and counts what its pattern and its look back cost. */
function countSteps(rule: TokenRule, text: string): number {
  const counter = new StepCounter(rule.pattern);
  // The counter answers as the pattern does; only what matchToken uses of a RegExp is there.
  const counted: TokenRule = { ...rule, pattern: counter as unknown as RegExp };
  const lookBack = 256 + (rule.before?.max ?? 0);
  for (const anchor of rule.anchors) {
    for (let at = text.indexOf(anchor); at !== -1; at = text.indexOf(anchor, at + 1)) {
      const from = Math.max(0, at - lookBack);
      counter.steps += rule.before?.max ?? 0;
      matchToken(counted, text.slice(from, at + anchor.length + rule.maxLength + 8), at - from);
    }
  }
  return counter.steps;
}

describe('on hostile text', () => {
  test.each(tokenRules.map((rule) => [rule.id, rule] as const))(
    '%s takes a bounded number of steps',
    (_, rule) => {
      const worst = Math.max(...hostileTexts(rule).map((text) => countSteps(rule, text)));
      expect(worst / size).toBeLessThan(mostStepsPerByte);
    },
  );
});

describe('the step counter', () => {
  test.each(tokenRules.map((rule) => [rule.id, rule] as const))('answers as V8 does for %s', (_, rule) => {
    const counter = new StepCounter(rule.pattern);
    for (const example of [...rule.examples.leaks, ...rule.examples.nearMisses]) {
      for (const seed of [1, 2]) {
        const text = example(createRandom(seed));
        for (let at = 0; at < Math.min(text.length, 40); at += 1) {
          rule.pattern.lastIndex = at;
          counter.lastIndex = at;
          expect(counter.exec(text)?.[0]).toBe(rule.pattern.exec(text)?.[0]);
        }
      }
    }
  });

  test.each([
    ['a nested quantifier', /(?:[ab]{1,30}[ab]{1,30}){1,30}c/y],
    ['an unbounded one', /[ab]+c/y],
  ])('refuses %s', (_, pattern) => {
    expect(() => new StepCounter(pattern)).toThrow(SyntaxError);
  });

  test('counts what neighbouring quantifiers cost', () => {
    const linear = new StepCounter(/[ab]{1,100}c/y);
    const quadratic = new StepCounter(/[ab]{1,100}[ab]{1,100}c/y);
    linear.exec('a'.repeat(200));
    quadratic.exec('a'.repeat(200));
    expect(linear.steps).toBeLessThan(250);
    expect(quadratic.steps).toBeGreaterThan(5000);
  });
});
