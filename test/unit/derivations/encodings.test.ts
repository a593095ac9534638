import { describe, expect, test } from '@jest/globals';
import { base64Forms, encodingsOf, formsOf } from '@sallyport/derivations';

/** Expected texts were printed by the programs named, not by this code. */
const rows: readonly { text: string; name: string; forms: readonly string[] }[] = [
  {
    name: 'base64: coreutils',
    text: 'password1?',
    forms: ['cGFzc3dvcmQx', 'YXNzd29yZDE/', 'YXNzd29yZDE_', 'c3N3b3Jk'],
  },
  { name: 'base64 twice: coreutils', text: 'password', forms: ['Y0dGemMzZHZjbVE9', 'Y0dGemMzZHZjbVFL'] },
  { name: 'hex: xxd -p', text: 'paß>', forms: ['7061c39f3e', '7061C39F3E'] },
  {
    name: 'UTF-16: PowerShell',
    text: 'password',
    forms: ['cABhAHMAcwB3AG8AcgBk', 'AGEAcwBzAHcAbwByAGQA', 'YQBzAHMAdwBvAHIA'],
  },
  {
    name: 'percent: Python, Node.js, Go',
    text: "a b/é~!'()*&",
    forms: [
      'a%20b%2F%C3%A9~%21%27%28%29%2A%26',
      'a%20b%2f%c3%a9~%21%27%28%29%2a%26',
      "a%20b%2F%C3%A9~!'()*%26",
      "a%20b/%C3%A9~!'()*&",
      'a+b%2F%C3%A9%7E%21%27%28%29*%26',
      'a+b%2F%C3%A9~%21%27%28%29%2A%26',
      'a%20b/%C3%A9~%21%27%28%29%2A%26',
      '%61%20%62%2F%C3%A9%7E%21%27%28%29%2A%26',
    ],
  },
  {
    name: 'JSON: Node.js, Go, Python, PHP, .NET',
    text: `"é&</\n`,
    forms: [
      '\\"é&</\\n',
      '\\"é\\u0026\\u003c/\\n',
      '\\"\\u00e9&</\\n',
      '\\"\\u00E9&</\\n',
      '\\"\\u00e9&<\\/\\n',
      '\\u0022\\u00E9\\u0026\\u003C/\\n',
      '\\\\\\"é&</\\\\n',
      '\\\\\\"é\\\\u0026\\\\u003c/\\\\n',
      '\\\\\\"\\\\u00e9&</\\\\n',
    ],
  },
  {
    name: 'HTML: Go, Python, lodash',
    text: `<a>"b"'c'&`,
    forms: [
      '&lt;a&gt;&#34;b&#34;&#39;c&#39;&amp;',
      '&lt;a&gt;&quot;b&quot;&#x27;c&#x27;&amp;',
      '&lt;a&gt;&quot;b&quot;&#39;c&#39;&amp;',
      '&lt;a&gt;&quot;b&quot;&apos;c&apos;&amp;',
    ],
  },
  {
    name: 'shell: bash, Python',
    text: `it's $1 "x"`,
    forms: [
      `it'\\''s $1 "x"`,
      `it'"'"'s $1 "x"`,
      `it\\'s\\ \\$1\\ \\"x\\"`,
      `it's \\$1 \\"x\\"`,
      `it''s $1 "x"`,
    ],
  },
  { name: 'shell: bash with control characters', text: 'a\tb\u001b\u0001', forms: ['a\\tb\\E\\001'] },
  { name: 'shell: printf %q at the start of a word', text: '#~a=~b', forms: ['\\#~a=\\~b'] },
  { name: 'escapes', text: 'aé', forms: ['\\x61\\xc3\\xa9', '\\u0061\\u00e9'] },
];

describe('encodings', () => {
  for (const { name, text, forms } of rows) {
    test(name, () => {
      const texts = encodingsOf(text).map((form) => form.text);
      expect(texts).toEqual(expect.arrayContaining([...forms]));
    });
  }

  test('each text once, none empty, the value first', () => {
    const forms = encodingsOf('abc');
    expect(forms[0]).toEqual({ family: 'plain', name: 'plain', text: 'abc' });
    expect(new Set(forms.map(({ text }) => text)).size).toBe(forms.length);
    expect(encodingsOf('')).toEqual([]);
  });

  test('a text that is not well-formed Unicode is no reason to fail', () => {
    expect(encodingsOf('abc\ud800').length).toBeGreaterThan(10);
  });
});

describe('folded base64', () => {
  const text =
    'the quick brown fox jumps over the lazy dog and runs far away from the slow cat until night falls on';
  const folds = (length: number) =>
    base64Forms(text.slice(0, length))
      .filter(({ name }) => name.startsWith('base64 in lines'))
      .map((form) => form.text);

  test('nothing where it fits on a line', () => {
    expect(folds(48)).toEqual([]);
  });

  test('lines of 64 and of 76, the last without its incomplete group', () => {
    expect(folds(49).map(({ length }) => length)).toEqual([64]);
    expect(folds(96).map(({ length }) => length)).toEqual([64, 64, 76, 52]);
    expect(folds(95).map(({ length }) => length)).toEqual([64, 60, 76, 48]);
  });

  test('a last line of two groups is taken whole, as printf and as echo end it', () => {
    expect(folds(52).slice(1)).toEqual(['cnVucw==', 'cnVucwo=']);
  });
});

describe('forms of a whole value', () => {
  test('name where they come from', () => {
    const value = '{"db":{"user":"ann","password":"hunter2hunter2"}}';
    const forms = formsOf(value);
    const find = (text: string) => forms.find((form) => form.text === text);
    expect(find(value)?.source).toBe('value');
    expect(find('hunter2hunter2')).toMatchObject({ source: '.db.password', name: 'plain' });
    expect(find(btoa('ann:hunter2hunter2'))).toMatchObject({
      source: '.db.password',
      name: 'base64 of user:value',
    });
  });

  test('lines come as they are', () => {
    const forms = formsOf('first line\nsecond line');
    expect(forms.find(({ text }) => text === 'second line')).toMatchObject({
      source: 'line 2',
      family: 'plain',
    });
  });
});
