import { describe, expect, test } from '@jest/globals';
import { markdownCode, markdownText, plainText } from '@sallyport/errors';

describe('foreign text', () => {
  test.each([
    ['a plain name', 'feature/one', 'feature/one'],
    ['a command at the start', '::error::x', '\\::error::x'],
    ['a command after blanks', '  ::add-mask::x', '  \\::add-mask::x'],
    ['a command on a second line', 'x\n::error::y', 'x\\n::error::y'],
    ['a carriage return', 'x\r::error::y', 'x\\r::error::y'],
    ['a legacy command in the middle', 'x ##[error]y', 'x #\\#[error]y'],
    ['colours', '\u001b[31mred', '\\u{1b}[31mred'],
    ['a bidirectional override', 'a\u202eb', 'a\\u{202e}b'],
    ['a line separator', 'a\u2028b', 'a\\u{2028}b'],
    ['other scripts', 'größe-文字', 'größe-文字'],
    ['nothing', '', ''],
  ])('%s in a log', (_, foreign, printed) => {
    expect(plainText(foreign)).toBe(printed);
  });

  test('is cut, and says by how much', () => {
    expect(plainText('x'.repeat(1000), 10)).toBe(`${'x'.repeat(10)}… (990 more characters)`);
  });

  test.each([
    ['a link', '[a](https://b)', '&#91;a&#93;&#40;https&#58;//b&#41;'],
    ['markup', '<img src=x>', '&#60;img src=x&#62;'],
    ['a table cell', 'a|b', 'a&#124;b'],
    ['a mention', '@octocat', '&#64;octocat'],
    ['emphasis', '*a* _b_ `c`', '&#42;a&#42; &#95;b&#95; &#96;c&#96;'],
    ['an entity', '&lt;', '&#38;lt;'],
  ])('%s in Markdown', (_, foreign, shown) => {
    expect(markdownText(foreign)).toBe(shown);
    expect(markdownCode(foreign)).toBe(`<code>${shown}</code>`);
  });
});
