import { describe, expect, test } from '@jest/globals';
import { leavesOf, linesOf } from '@sallyport/derivations';

const leafRows: readonly { name: string; value: string; leaves: readonly (readonly [string, string])[] }[] = [
  { name: 'a plain text', value: 'hunter2', leaves: [] },
  { name: 'a number', value: '42', leaves: [] },
  { name: 'text that looks like JSON', value: '{not json}', leaves: [] },
  {
    name: 'JSON with numbers, booleans and null',
    value: '{"a":"x","b":[1,"y",{"c":"z"}],"d":true,"e":null}',
    leaves: [
      ['.a', 'x'],
      ['.b[1]', 'y'],
      ['.b[2].c', 'z'],
    ],
  },
  { name: 'a key named __proto__', value: '{"__proto__":"x"}', leaves: [['.__proto__', 'x']] },
  {
    name: 'YAML of several lines',
    value: 'a: x\nb:\n  - y\n  - 2\n',
    leaves: [
      ['.a', 'x'],
      ['.b[0]', 'y'],
    ],
  },
  { name: 'one line with a colon is no document', value: 'user: name', leaves: [] },
  { name: 'broken YAML', value: 'a: [1\nb: }', leaves: [] },
  { name: 'a PEM block', value: '-----BEGIN X-----\nabcd\n-----END X-----\n', leaves: [] },
  {
    name: 'YAML that expands without end',
    value: `a: &a [x, x]\n${Array.from('bcdefghijk', (name, index) => `${name}: &${name} [${`*${'abcdefghij'[index]!}, `.repeat(9)}x]`).join('\n')}\n`,
    leaves: [],
  },
  {
    name: 'dotenv with quotes, export and comments',
    value: `# c\nA=x\nexport B="y \\"q\\""\nC='z'\n\n`,
    leaves: [
      ['.A', 'x'],
      ['.B', 'y "q"'],
      ['.C', 'z'],
    ],
  },
  { name: 'base64 with padding is no assignment of anything', value: 'YWJjZA==', leaves: [['.YWJjZA', '=']] },
  {
    name: 'JSON in JSON',
    value: JSON.stringify({ a: JSON.stringify({ b: 'x' }) }),
    leaves: [
      ['.a', '{"b":"x"}'],
      ['.a.b', 'x'],
    ],
  },
  { name: 'a document too large to take apart', value: `{"a":"${'x'.repeat(300_000)}"}`, leaves: [] },
];

describe('leaves', () => {
  for (const { name, value, leaves } of leafRows) {
    test(name, () => {
      expect(leavesOf(value).map((leaf) => [leaf.name, leaf.text])).toEqual(leaves);
    });
  }

  test('the user beside a leaf, but not beside itself', () => {
    const leaves = leavesOf('{"username":"ann","password":"x","more":{"token":"y"}}');
    expect(leaves.map(({ name, user }) => [name, user])).toEqual([
      ['.username', undefined],
      ['.password', 'ann'],
      ['.more.token', undefined],
    ]);
  });

  test('documents in documents are followed three deep', () => {
    const nest = (depth: number): string => (depth === 0 ? 'x' : JSON.stringify({ a: nest(depth - 1) }));
    expect(leavesOf(nest(5)).map(({ name }) => name)).toEqual(['.a', '.a.a', '.a.a.a']);
  });
});

describe('lines', () => {
  const rows: readonly { name: string; value: string; lines: readonly string[] }[] = [
    { name: 'one line is no list of lines', value: 'abc', lines: [] },
    { name: 'LF, CRLF and CR', value: 'a\nb\r\nc\rd', lines: ['a', 'b', 'c', 'd'] },
    { name: 'blanks around and empty lines', value: '  a \n\n\tb\n', lines: ['a', 'b'] },
    {
      name: "PEM's first and last line are public",
      value: '-----BEGIN EC PRIVATE KEY-----\nabcd\n-----END EC PRIVATE KEY-----',
      lines: ['abcd'],
    },
  ];
  for (const { name, value, lines } of rows) {
    test(name, () => {
      expect(linesOf(value).map(({ text }) => text)).toEqual(lines);
    });
  }
});
