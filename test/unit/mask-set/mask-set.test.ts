import { describe, expect, test } from '@jest/globals';
import { masksFor, masksForAll, runnerEncoders, searchedFor } from '@sallyport/mask-set';
import { RunnerMasker } from './runner-masker.ts';

describe('which values are masked', () => {
  const rows: readonly {
    name: string;
    value: string;
    masked: readonly string[];
    never?: readonly string[];
  }[] = [
    { name: 'four characters', value: 'abcd', masked: ['abcd'] },
    { name: 'a number of four digits', value: '1234', masked: ['1234'] },
    { name: 'a value of several short lines', value: 'abcd\nefgh', masked: ['abcd', 'efgh'] },
    { name: 'blanks around the value', value: '  abcdefgh \n', masked: ['abcdefgh'], never: [''] },
    {
      name: 'leaves of JSON, but no numbers, words, short texts or brackets',
      value: JSON.stringify(
        { key: 'a long secret', pin: 12345678, on: true, none: null, tag: 'short' },
        null,
        2,
      ),
      masked: ['a long secret'],
      never: ['{', '}', '12345678', 'true', 'null', 'short', '"on": true,'.slice(6)],
    },
    {
      name: 'leaves of YAML',
      value: 'database:\n  password: pass word 1\n  port: 5432\n',
      masked: ['pass word 1', 'password: pass word 1'],
      never: ['5432', 'database:\n'],
    },
    {
      name: 'values of a dotenv file',
      value: `A="quoted value"\nexport B='other value'\n# comment\nC=x\n`,
      masked: ['quoted value', 'other value'],
      never: ['x'],
    },
    {
      name: 'a document inside a document',
      value: JSON.stringify({ config: JSON.stringify({ token: 'inner secret' }) }),
      masked: ['inner secret'],
    },
    {
      name: 'lines of PEM without the public ones',
      value: [
        '-----BEGIN',
        'PRIVATE KEY-----\r\nMIIEvgIBADANBgkq\r\nAbCd\r\n-----END',
        'PRIVATE KEY-----\r\n',
      ].join(' '),
      masked: ['MIIEvgIBADANBgkq', 'AbCd'],
      never: ['-----BEGIN PRIVATE KEY-----', '-----END PRIVATE KEY-----'],
    },
    {
      name: 'the user of a document',
      value: '{"user":"ann","password":"hunter2hunter2"}',
      masked: ['YW5uOmh1bnRlcjJodW50ZXIy'],
    },
  ];
  for (const { name, value, masked, never = [] } of rows) {
    test(name, () => {
      const { masks, skipped } = masksFor(value);
      expect(masks).toEqual(expect.arrayContaining([...masked]));
      for (const text of never) expect(masks).not.toContain(text);
      expect(skipped).toEqual([]);
      expect(masks.filter((mask) => /[\n\r]/.test(mask) || mask.trim() === '')).toEqual([]);
    });
  }

  test('what is too short, blank or declared public is named and not masked', () => {
    const { masks, skipped } = masksForAll([
      { name: 'pin', value: '123' },
      { name: 'blank', value: ' \n\t ' },
      { name: 'empty', value: '' },
      { name: 'host', value: 'db.example.com', mask: false },
      { name: 'password', value: 'hunter2hunter2' },
    ]);
    expect(skipped).toEqual([
      { name: 'pin', reason: 'too-short' },
      { name: 'blank', reason: 'blank' },
      { name: 'empty', reason: 'blank' },
      { name: 'host', reason: 'not-a-secret' },
    ]);
    expect(masks[0]).toBe('hunter2hunter2');
    expect(masks.join('\n')).not.toMatch(/123$|db\.example/m);
  });

  test('the least length can be set', () => {
    expect(masksFor('abcdef', { minLength: 7 })).toMatchObject({
      masks: [],
      skipped: [{ reason: 'too-short' }],
    });
    expect(masksFor('abc', { minLength: 3 }).masks[0]).toBe('abc');
  });

  test('a user in front of a short value', () => {
    expect(masksFor('abcd', { users: ['robot'] }).masks).toContain(btoa('robot:abcd'));
  });
});

describe('what the runner derives by itself is not registered again', () => {
  for (const value of ['Tr0ub4dor3xKq9Zp', `p"w'a&b<c>d/e f+g$h\`é!(x)*`, '"quoted & cut"']) {
    test(value, () => {
      const { masks } = masksFor(value);
      const derived = new Set(masks.flatMap((mask) => searchedFor(mask).filter((text) => text !== mask)));
      expect(masks.filter((mask) => derived.has(mask))).toEqual([]);
    });
  }

  test('a password of 16 letters and digits needs seven masks', () => {
    expect(masksFor('Tr0ub4dor3xKq9Zp').masks).toHaveLength(7);
  });
});

describe('the cap', () => {
  const entries = Array.from({ length: 30 }, (_, index) => ({
    name: `s${index}`,
    value: `value number ${index} & "more" of it`,
  }));

  test('leaves out derived masks, the same kinds for all values, never a value', () => {
    const all = masksForAll(entries);
    const few = masksForAll(entries, { most: 100 });
    expect({ all: all.capped, few: few.capped }).toEqual({ all: false, few: true });
    expect(few.masks).toHaveLength(100);
    expect(few.masks).toEqual(all.masks.slice(0, 100));
    const least = masksForAll(entries, { most: 3 });
    expect(least.masks).toEqual(entries.map(({ value }) => value));
    expect(least.capped).toBe(true);
  });

  test('the same value twice is registered once', () => {
    const twice = masksForAll([
      { name: 'one', value: 'the same value' },
      { name: 'two', value: 'the same value' },
    ]);
    expect(twice.masks).toEqual(masksFor('the same value').masks);
    expect(twice.capped).toBe(false);
  });
});

describe("the runner's encoders", () => {
  const rows: Readonly<Record<string, readonly [value: string, encoded: string]>> = {
    Base64StringEscape: ['abcd', 'YWJjZA=='],
    Base64StringEscapeShift1: ['abcd', 'YmNk'],
    Base64StringEscapeShift2: ['abcd', 'Y2Q='],
    CommandLineArgumentEscape: ['a"b', 'a\\"b'],
    ExpressionStringEscape: ["a'b", "a''b"],
    JsonStringEscape: ['a"\\\u0001\u0085é&', 'a\\"\\\\\\u0001\\u0085é&'],
    UriDataEscape: ["a b/é!'()*~", 'a%20b%2F%C3%A9%21%27%28%29%2A~'],
    XmlDataEscape: [`<a>"'&`, '&lt;a&gt;&quot;&apos;&amp;'],
    TrimDoubleQuotes: ['"abcdefg"', 'abcdefg'],
    PowerShellPreAmpersandEscape: ['abcde&fghijk', 'abcde&'],
    PowerShellPostAmpersandEscape: ['abcde&fghijk', 'fghijk'],
  };
  test('are eleven', () => {
    expect(runnerEncoders.map(({ name }) => name)).toEqual(Object.keys(rows));
  });
  for (const { name, encode } of runnerEncoders) {
    test(name, () => {
      const [value, encoded] = rows[name]!;
      expect(encode(value)).toBe(encoded);
    });
  }
  const edges: readonly [encoder: string, value: string, encoded: string][] = [
    ['TrimDoubleQuotes', '"abcdef"', ''],
    ['PowerShellPreAmpersandEscape', 'a&b', ''],
    ['PowerShellPreAmpersandEscape', 'part1&+part2&part3', 'part1&+'],
    ['PowerShellPostAmpersandEscape', 'part1&+part2&part3', 'art2&part3'],
    ['PowerShellPostAmpersandEscape', 'no ampersand', ''],
    ['Base64StringEscapeShift2', 'ab', 'YWI='],
  ];
  for (const [encoder, value, encoded] of edges) {
    test(`${encoder} of ${value}`, () => {
      expect(runnerEncoders.find(({ name }) => name === encoder)!.encode(value)).toBe(encoded);
    });
  }

  test('agree with the masker that was written from the same source', () => {
    for (const value of ['abcdefgh', `"it's" <a> & b+c/d`, 'x&+yzzzzzz', 'naïve ✓ text', '"quoted text"']) {
      const masker = new RunnerMasker();
      masker.addMask(value);
      expect(masker.size).toBe(new Set(searchedFor(value)).size);
      for (const text of searchedFor(value)) expect(masker.mask(text)).toBe('***');
    }
  });
});
