import { describe, expect, test } from '@jest/globals';
import { isJsonObject, JsonNumber, parseJson, stringifyJson, textOfJson } from '@sallyport/vault-client';
import * as fc from 'fast-check';

describe('JSON that loses nothing', () => {
  for (const text of [
    '12345678901234567890',
    '9007199254740993',
    '1.10',
    '1e400',
    '-0',
    '1E5',
    '{"a":[1.0,2,3.50],"b":{"c":-12345678901234567890}}',
    '[]',
    '{}',
    '"\\u0000 \\" \u2028"'.replace('\u2028', 'x'),
    '{"__proto__":1,"constructor":"x","2":"b","toString":null}',
  ]) {
    test(`${text} comes out as it went in`, () => {
      const value = parseJson(text);
      const order = text.includes('"2"') ? '{"2":"b","__proto__":1,"constructor":"x","toString":null}' : text;
      expect(stringifyJson(value)).toBe(order);
    });
  }

  test('what a double holds exactly is a number', () => {
    expect(parseJson(' [ 1 , -2.5 , 1e21, true , null ] ')).toEqual([
      1,
      -2.5,
      new JsonNumber('1e21'),
      true,
      null,
    ]);
    expect(parseJson('9007199254740992')).toBe(9007199254740992);
  });

  test('texts of keys: a string as it is, anything else as JSON', () => {
    const value = parseJson('{"s":"a\\r\\nb\\n","n":1.10,"o":{"x":[true]}}');
    if (!isJsonObject(value)) throw new Error('no object');
    expect(Object.values(value).map(textOfJson)).toEqual(['a\r\nb\n', '1.10', '{"x":[true]}']);
  });

  for (const text of [
    '',
    '{',
    '[1,]',
    '{"a":1,}',
    '01',
    '+1',
    '.5',
    "'a'",
    'nul',
    '"\n"',
    '"\\x"',
    '1 2',
    '{a:1}',
    'NaN',
  ]) {
    test(`${JSON.stringify(text)} is refused`, () => {
      expect(() => parseJson(text)).toThrow(SyntaxError);
    });
  }

  test('the error does not quote what it could not read', () => {
    expect(() => parseJson('{"password":"hunter2')).toThrow(/^malformed JSON at character 12$/);
  });

  test('nesting has an end', () => {
    expect(() => parseJson('['.repeat(100_000))).toThrow(SyntaxError);
    expect(stringifyJson(parseJson('['.repeat(150) + ']'.repeat(150)))).toBe(
      '['.repeat(150) + ']'.repeat(150),
    );
  });

  test('agrees with JSON.parse on what that one can hold', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const text = JSON.stringify(value);
        expect(JSON.parse(stringifyJson(parseJson(text)))).toEqual(JSON.parse(text));
      }),
    );
  });
});
