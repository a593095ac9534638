import { describe, expect, test } from '@jest/globals';
import { matchToken, rules, type Random, type TokenRule } from '@sallyport/leak-engine';
import { documentedShapes } from './documented-shapes.ts';
import { createRandom } from './random.ts';

const digit = '0123456789';
const letter = 'abcdefghijklmnopqrstuvwxyz';
const capital = letter.toUpperCase();
const alphabets: Readonly<Record<string, string>> = {
  d: digit,
  x: `${digit}abcdef`,
  X: `${digit}ABCDEF`,
  l: letter,
  L: capital,
  a: digit + letter,
  A: digit + capital,
  T: `${capital}234567`,
  w: digit + letter + capital,
  b: `${digit}${letter}${capital}+/`,
  u: `${digit}${letter}${capital}-_`,
};

function draw(shape: string, random: Random): string {
  return shape.replace(/\{(\w)(\d+)\}/g, (_, alphabet: string, count: string) =>
    random.text(alphabets[alphabet] ?? '', Number(count)),
  );
}

const tokenRules = rules.filter((rule) => rule.kind === 'token');

function finds(rule: TokenRule, text: string): boolean {
  return rule.anchors.some((anchor) => {
    for (let at = text.indexOf(anchor); at !== -1; at = text.indexOf(anchor, at + 1)) {
      const match = matchToken(rule, text, at);
      if (match !== undefined && rule.inspect?.(match.value).proof !== 'sample') return true;
    }
    return false;
  });
}

/** How a value may stand in a log. */
const settings: readonly ((value: string) => string)[] = [
  (value) => value,
  (value) => `export TOKEN="${value}"`,
  (value) => `Authorization: Bearer ${value}\r`,
  (value) => `{\\"token\\":\\"${value}\\"}`,
  (value) => `line one\\n${value}\\nline three`,
  (value) => `https://host.example/?token=${value}&x=1`,
];

describe('a documented shape is found by its own rule alone', () => {
  test.each(documentedShapes)('%s: %s', (id, shape) => {
    for (let seed = 1; seed <= 12; seed += 1) {
      const value = draw(shape, createRandom(seed));
      const setting = settings[seed % settings.length] ?? String;
      const found = tokenRules.filter((rule) => finds(rule, setting(value))).map((rule) => rule.id);
      expect(found).toEqual([id]);
    }
  });
});

test('nothing drawn from an alphabet alone is a credential', () => {
  const random = createRandom(99);
  for (const alphabet of Object.values(alphabets)) {
    for (const length of [16, 20, 24, 32, 36, 40, 44, 64, 88, 128]) {
      for (let count = 0; count < 20; count += 1) {
        const text = `sha512-${random.text(alphabet, length)}==`;
        expect(tokenRules.filter((rule) => finds(rule, text)).map((rule) => rule.id)).toEqual([]);
      }
    }
  }
});
