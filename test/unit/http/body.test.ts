import { describe, expect, test } from '@jest/globals';
import { jsonOf, textOf } from '@sallyport/http';
import { everyText } from './every-text.ts';

function answer(body: string, status = 200) {
  return { status, headers: {}, body: Buffer.from(body, 'utf8') };
}

describe('jsonOf', () => {
  test.each<[string, unknown]>([
    ['{"value":"x"}', { value: 'x' }],
    ['\uFEFF[1]', [1]],
    ['null', null],
  ])('%j is JSON', (body, value) => {
    expect(jsonOf(answer(body), 'it')).toEqual(value);
  });

  const secret = ['in', 'the', 'answer'].join('-');
  test.each([
    ['an HTML page', `<!DOCTYPE html><p>${secret}`],
    ['an HTML page', `\n<HTML>${secret}`],
    ['XML', `<Error>${secret}</Error>`],
    ['text', `upstream ${secret}`],
    ['text', `{"value":"${secret}"`],
    ['nothing', ''],
    ['nothing', '  \n'],
  ])('%s is told, not shown: %j', (kind, body) => {
    let error: unknown;
    try {
      jsonOf(answer(body, 502), 'the token endpoint');
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({
      code: 'http/not-json',
      what: `The token endpoint answered 502 with ${kind} instead of JSON.`,
    });
    expect(everyText(error)).not.toContain(secret);
  });
});

test('textOf replaces bytes that are not UTF-8', () => {
  expect(textOf({ body: Buffer.from([0x61, 0xff]) })).toBe('a\uFFFD');
});
