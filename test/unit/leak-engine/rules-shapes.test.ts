import { describe, expect, test } from '@jest/globals';
import {
  base62,
  base64url,
  digits,
  hexLower,
  lower,
  upper,
} from '../../../packages/leak-engine/src/alphabets.ts';
import { assigned } from '../../../packages/leak-engine/src/assigned.ts';
import { isWords, placeholderTest } from '../../../packages/leak-engine/src/randomness.ts';
import {
  classBody,
  extentOf,
  holdOf,
  oneOf,
  patternOf,
  run,
  secret,
  uuid,
  type Shape,
} from '../../../packages/leak-engine/src/shape.ts';
import { matchToken } from '../../../packages/leak-engine/src/match.ts';
import { token } from '../../../packages/leak-engine/src/token.ts';
import { createRandom } from './random.ts';

const kind = { id: 'acme-key', title: 'Acme key', severity: 'high', remedy: 'Delete it at Acme.' } as const;

describe('a pattern', () => {
  const rows: readonly (readonly [string, Shape, string])[] = [
    ['a literal', ['a.b$c'], 'a\\.b\\$c'],
    ['a run', ['k_', run(hexLower, 32)], 'k_[0-9a-f]{32}'],
    ['a single character', ['k_', run(digits, 1)], 'k_[0-9]'],
    ['a run of some length', ['k_', run(base64url, 3, 9)], 'k_[\\-0-9A-Z_a-z]{3,9}'],
    ['a choice', [oneOf('a', ['b', run(digits, 2)])], '(?:a|b[0-9]{2})'],
    ['an optional end', ['k', oneOf('=', '')], 'k(?:=|)'],
    ['the secret part', ['Key=', secret(run(digits, 3))], 'Key=([0-9]{3})'],
  ];

  test.each(rows)('of %s', (_, shape, expected) => {
    expect(patternOf(shape)).toBe(expected);
  });

  test.each([
    ['ranges', 'abcxyz', 'a-cx-z'],
    ['signs that a class reads', '-]^\\a', '\\-\\\\-\\^a'],
    ['repeated characters', 'aabb', 'a-b'],
  ])('of a class with %s', (_, alphabet, expected) => {
    const body = classBody(alphabet);
    expect(body).toBe(expected);
    const set = new RegExp(`^[${body}]+$`);
    expect(set.test(alphabet)).toBe(true);
  });
});

describe('the extent', () => {
  const rows: readonly (readonly [string, Shape, number, number])[] = [
    ['literals and runs', ['ab', run(digits, 2, 5)], 4, 7],
    ['a choice', [oneOf('a', ['bcd', run(digits, 2)], '')], 0, 5],
    ['a secret part', ['k=', secret(run(digits, 4))], 6, 6],
    ['a UUID', uuid, 36, 36],
  ];

  test.each(rows)('of %s', (_, shape, min, max) => {
    expect(extentOf(shape)).toEqual({ min, max });
  });
});

describe('the anchor', () => {
  const rows: readonly (readonly [string, Shape, object])[] = [
    ['a prefix', ['key_', run(digits, 9)], { anchors: ['key_'] }],
    [
      'a choice of prefixes with what follows',
      [oneOf('sk', 'rk'), '_live_', run(digits, 9)],
      { anchors: ['sk_live_', 'rk_live_'] },
    ],
    [
      'a choice between shapes',
      [oneOf(['abc', run(digits, 2)], ['def', run(digits, 3)])],
      { anchors: ['abc', 'def'] },
    ],
    ['a prefix before a secret', ['Key=', secret('v', run(digits, 9))], { anchors: ['Key=v'] }],
    [
      'a mark in the middle',
      [run(digits, 4), '.mark.', run(digits, 9)],
      { anchors: ['.mark.'], before: { set: '0-9', min: 4, max: 4 } },
    ],
    [
      'a mark that is longer than the prefix',
      ['sk-', run(lower, 2), 'MARK', run(digits, 9)],
      { anchors: ['MARK'], before: { set: '\\-a-z', min: 5, max: 5 } },
    ],
    [
      'a mark after a choice',
      [oneOf('x', 'yz'), run(digits, 2), 'mark'],
      { anchors: ['mark'], before: { set: '0-9x-z', min: 3, max: 4 } },
    ],
    [
      'a prefix before a mark at no known distance',
      ['sk-', run(lower, 2, 5), 'MARK', run(digits, 9)],
      { anchors: ['sk-'] },
    ],
  ];

  test.each(rows)('is %s', (_, shape, expected) => {
    expect(holdOf(shape)).toEqual(expected);
  });

  test.each<[string, Shape]>([
    ['a run alone', [run(digits, 9)]],
    ['two characters', ['k_', run(digits, 9)]],
    ['an alternative without any', [oneOf('key_', ''), run(digits, 9)]],
  ])('does not exist in %s', (_, shape) => {
    expect(() => holdOf(shape)).toThrow(RangeError);
  });
});

describe('a token rule', () => {
  test('does not end where a sign of its alphabet follows', () => {
    const { pattern } = token({ ...kind, shape: ['key_', run(base64url, 8)] });
    const body = createRandom(1).text(base62, 8);
    const matches = (text: string): boolean => {
      pattern.lastIndex = 0;
      return pattern.test(text);
    };
    expect(matches(`key_${body}`)).toBe(true);
    expect(matches(`key_${body}.`)).toBe(true);
    expect(matches(`key_${body}-`)).toBe(false);
    expect(matches(`key_${body}_`)).toBe(false);
  });

  test('with words finds its shape in their line only', () => {
    const rule = token({ ...kind, shape: ['key_', run(hexLower, 32)], near: ['acme'] });
    const value = `key_${createRandom(3).text(hexLower, 32)}`;
    const find = (text: string) => matchToken(rule, text, text.indexOf('key_'))?.value;
    expect(find(`Acme: ${value}`)).toBe(value);
    expect(find(value)).toBeUndefined();
    expect(find(`acme\n${value}`)).toBeUndefined();
    for (const leak of rule.examples.leaks) expect(find(leak(createRandom(4)))).toBeDefined();
  });

  test('asks the vendor’s proof only about what is no placeholder', () => {
    const asked: string[] = [];
    const rule = token({
      ...kind,
      shape: ['key_', run(hexLower, 32)],
      prove: (value) => {
        asked.push(value);
        return { proof: 'proved' };
      },
    });
    const drawn = `key_${createRandom(1).text(hexLower, 32)}`;
    expect(rule.inspect?.(`key_${'0'.repeat(32)}`).proof).toBe('sample');
    expect(rule.inspect?.(drawn).proof).toBe('proved');
    expect(asked).toEqual([drawn]);
  });
});

test('an assigned rule knows its names in every spelling', () => {
  const rule = assigned({ ...kind, names: ['acme_api_key'], shape: uuid });
  expect(rule.anchors).toEqual(['acme_api_key', 'acme-api-key', 'acme.api.key', 'acmeapikey']);
});

describe('a placeholder', () => {
  const isPlaceholder = placeholderTest(['key_', run(base64url, 24, 80)], ['key_']);

  test.each([
    ['one character', `key_${'x'.repeat(30)}`],
    ['two in turn', `key_${'xy'.repeat(15)}`],
    ['the alphabet', 'key_abcdefghijklmnopqrstuvwxyz'],
    ['digits counted', 'key_123456789012345678901234567890'],
    ['words', 'key_put-your-own-key-in-this-place'],
    ['capital words', 'key_PUT_YOUR_OWN_KEY_IN_THIS_PLACE'],
  ])('is %s', (_, value) => {
    expect(isPlaceholder(value)).toBe(true);
  });

  test.each([
    ['base64url', base64url],
    ['base62', base62],
    ['lower case and digits', lower + digits],
    ['letters', lower + upper],
  ])('is nothing drawn from %s', (_, alphabet) => {
    const random = createRandom(7);
    const taken = Array.from({ length: 20_000 }, () => `key_${random.text(alphabet, 24)}`).filter(
      isPlaceholder,
    );
    expect(taken).toEqual([]);
  });

  test.each([
    ['deleteWhenFetchWasRefused', true],
    ['lowercase', true],
    ['qWeRtYuIoPaSdFgH', false],
    ['camelCaseWithDigits7', false],
  ])('in camel case: %s', (text, expected) => {
    expect(isWords(text)).toBe(expected);
  });
});
