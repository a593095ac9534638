import { describe, expect, test } from '@jest/globals';
import { matchToken, rules, type Rule } from '@sallyport/leak-engine';
import { createRandom } from './random.ts';

// Every rule file is held to its own examples and near misses, built here from seeds.
const seeds = [1, 2, 3, 5, 8, 13, 21, 34];

/** The values that one rule alone finds in a text. */
function findWith(rule: Rule, text: string): string[] {
  if (rule.kind === 'assigned') {
    const pair = /^(\S+?)[=:] ?(.+)$/.exec(text);
    if (pair?.[1] === undefined || pair[2] === undefined) return [];
    const name = pair[1].toLowerCase();
    const value = pair[2];
    const named = rule.anchors.some((anchor) => name.includes(anchor));
    return named && value.length <= rule.maxLength && rule.pattern.test(value) ? [value] : [];
  }
  return rule.anchors.flatMap((anchor) => {
    const values: string[] = [];
    for (let at = text.indexOf(anchor); at !== -1; at = text.indexOf(anchor, at + 1)) {
      const match = matchToken(rule, text, at);
      if (match !== undefined && rule.inspect?.(match.value).proof !== 'sample') values.push(match.value);
    }
    return values;
  });
}

test('ids are unique', () => {
  const ids = rules.map((rule) => rule.id);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  test('is well formed', () => {
    expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)+$/);
    expect(rule.title).not.toMatch(/\.$/);
    expect(rule.remedy).toMatch(/^[A-Z].*\.$/);
    expect(rule.source).not.toBe('');
    expect(rule.anchors.length).toBeGreaterThan(0);
    for (const anchor of rule.anchors) expect(anchor).toMatch(/^[\x20-\x7e]{3,}$/);
    expect(rule.maxLength).toBeLessThanOrEqual(8192);
    expect(rule.examples.leaks.length).toBeGreaterThan(0);
    expect(rule.examples.nearMisses.length).toBeGreaterThan(0);
  });

  test('has a bounded pattern', () => {
    const { source, flags } = rule.pattern;
    const bare = source.replace(/\\./g, 'x').replace(/\[[^\]]*\]/g, 'x');
    expect(bare).not.toMatch(/[*+]|\{\d+,\}/);
    expect(bare).not.toMatch(/[?}]\)[?{]/);
    if (rule.kind === 'token') expect(flags).toMatch(/y/);
    else expect(source).toMatch(/^\^.*\$$/);
  });

  test.each(rule.examples.leaks.map((example, index) => [index, example] as const))(
    'finds leak %i',
    (_, example) => {
      for (const seed of seeds) {
        const text = example(createRandom(seed));
        const values = findWith(rule, text);
        expect(values.length).toBeGreaterThan(0);
        for (const value of values) expect(value.length).toBeLessThanOrEqual(rule.maxLength);
        for (const value of findWith(rule, `"${text}"`)) expect(value).not.toMatch(/"$/);
      }
    },
  );

  test.each(rule.examples.nearMisses.map((example, index) => [index, example] as const))(
    'ignores near miss %i',
    (_, example) => {
      for (const seed of seeds) expect(findWith(rule, example(createRandom(seed)))).toEqual([]);
    },
  );
});
