import { describe, expect, test } from '@jest/globals';
import { parseLines } from '../../../actions/vault-secrets/src/parse-lines.ts';
import { isList, parseList } from '../../../actions/vault-secrets/src/parse-list.ts';
import { parsePki } from '../../../actions/vault-secrets/src/parse-pki.ts';

describe('the lines of vault-action', () => {
  test.each<{ name: string; text: string; entries: readonly (readonly [string, string, string?])[] }>([
    { name: 'one key', text: 'secret/data/ci npmToken', entries: [['secret/data/ci', 'npmToken']] },
    {
      name: 'a name',
      text: 'secret/data/ci npmToken | NPM_TOKEN',
      entries: [['secret/data/ci', 'npmToken', 'NPM_TOKEN']],
    },
    { name: 'no blanks around the bar', text: 'a/b c|D;', entries: [['a/b', 'c', 'D']] },
    {
      name: 'several lines',
      text: 'a b | C ;\n\n d  e\t;;',
      entries: [
        ['a', 'b', 'C'],
        ['d', 'e'],
      ],
    },
    {
      name: 'several on one line',
      text: 'a b;c d',
      entries: [
        ['a', 'b'],
        ['c', 'd'],
      ],
    },
    {
      name: 'CRLF',
      text: 'a b ;\r\nc d | E\r\n',
      entries: [
        ['a', 'b'],
        ['c', 'd', 'E'],
      ],
    },
    { name: 'a quoted key with ; and |', text: 'a "b;|c" | D', entries: [['a', '"b;|c"', 'D']] },
    { name: 'a back-tick key with dots', text: 'a `b.c` | D', entries: [['a', '`b.c`', 'D']] },
    { name: 'digits first', text: 'a 42key', entries: [['a', '42key']] },
    {
      name: 'an expression with blanks in brackets',
      text: 'a $join([b, c], ";") | D',
      entries: [['a', '$join([b, c], ";")', 'D']],
    },
    {
      name: 'a leading slash',
      text: '/cubbyhole/foo zip | MY_KEY ;',
      entries: [['/cubbyhole/foo', 'zip', 'MY_KEY']],
    },
  ])('$name', ({ text, entries }) => {
    expect(
      parseLines(text).map(({ path, pick, as }) => [
        path,
        pick.kind === 'selector' ? pick.selector.text : pick.kind,
        ...(as === undefined ? [] : [as]),
      ]),
    ).toEqual(entries);
  });

  test.each([
    ['*', true],
    ['**', false],
  ])('%s takes all keys', (wildcard, upperCase) => {
    expect(parseLines(`a ${wildcard} | P_`)[0]).toMatchObject({ pick: { kind: 'all', upperCase }, as: 'P_' });
  });

  test.each<{ name: string; text: string; place: string }>([
    { name: 'no key', text: 'secret/data/ci', place: 'line 1, column 15' },
    { name: 'no key before ;', text: 'a b ;\nsecret/ci ; c d', place: 'line 2, column 11' },
    { name: 'no name after the bar', text: 'a b |', place: 'line 1, column 6' },
    { name: 'no name before ;', text: 'a b | ;', place: 'line 1, column 7' },
    { name: 'a missing ;', text: 'a b\nc d', place: 'line 2, column 1' },
    { name: 'a missing ; after a name', text: 'a b | B\nc d | D', place: 'line 2, column 1' },
    { name: 'a name that is none', text: 'a b | 1=2', place: 'line 1, column 7' },
    { name: 'a quote that is never closed', text: 'a b ;\nc "d | E', place: 'line 2, column 3' },
    { name: 'a bracket that is never closed', text: 'a $sum(b | E', place: 'line 1, column 7' },
    { name: 'an expression without a name', text: 'a ;', place: 'line 1, column 3' },
    { name: 'no path', text: '| X', place: 'line 1, column 1' },
    { name: 'an expression that is none', text: 'a b[[] | X', place: 'line 1, column' },
    { name: 'an expression without a name', text: 'a $uppercase(b)', place: 'line 1, column 3' },
  ])('$name is told with its place', ({ text, place }) => {
    expect(() => parseLines(text)).toThrow(`secrets/syntax: The input \`secrets\`, ${place}`);
  });
});

describe('the YAML list', () => {
  test('is told from lines', () => {
    expect(['- path: a', '[{path: a}]', 'a b', '-a b'].map(isList)).toEqual([true, true, false, false]);
  });

  test('reads every field', () => {
    const text = `
- { path: secret/ci, keys: [a, b], as: X_, namespace: team, version: 3, mask: false, optional: true }
- { path: secret/ci, keys: { a: A, b.c: BC } }
- { path: secret/file, selector: data.x, as: Y, decode: base64, file: key.der, mode: "0700" }
- { path: secret/tree, list: true }
- { path: pki/issue/web, all: true, method: POST, body: { common_name: web } }
- { path: secret/ci, keys: z, default: none }
`.trim();
    expect(parseList(text)).toMatchObject([
      {
        pick: { kind: 'keys', keys: [{ key: 'a' }, { key: 'b' }] },
        as: 'X_',
        namespace: 'team',
        version: 3,
        mask: false,
        optional: true,
      },
      {
        pick: {
          kind: 'keys',
          keys: [
            { key: 'a', name: 'A' },
            { key: 'b.c', name: 'BC' },
          ],
        },
      },
      { pick: { kind: 'selector' }, decode: 'base64', file: 'key.der', executable: true },
      { pick: { kind: 'all' }, tree: true },
      { method: 'POST', body: { common_name: 'web' } },
      { default: 'none', optional: true },
    ]);
  });

  test.each<{ name: string; text: string; told: string }>([
    { name: 'YAML that is none', text: '- path: [', told: 'line 1, column' },
    { name: 'an entry that is no mapping', text: '- a', told: 'entry 1: It is no mapping' },
    { name: 'an unknown field', text: '- { path: a, key: b }', told: '`key` is none of' },
    { name: 'no path', text: '- { keys: [a] }', told: '`path` is missing' },
    { name: 'nothing to take', text: '- { path: a }', told: 'One of `keys`' },
    { name: 'two ways to take', text: '- { path: a, all: true, keys: [b] }', told: 'exclude each other' },
    { name: 'all: false', text: '- { path: a, all: false }', told: '`all` is not `true`' },
    { name: 'no keys', text: '- { path: a, keys: [] }', told: '`keys` is empty' },
    { name: 'a key that is a number', text: '- { path: a, keys: [1] }', told: 'quote numbers' },
    { name: 'a bad name', text: '- { path: a, keys: { b: "1=2" } }', told: 'cannot be a name' },
    { name: 'a version of 0', text: '- { path: a, all: true, version: 0 }', told: '`version`' },
    {
      name: 'an unknown encoding',
      text: '- { path: a, all: true, decode: rot13 }',
      told: '`decode` is none of',
    },
    { name: 'a file in a folder', text: '- { path: a, keys: [b], file: ../x }', told: '`file`' },
    { name: 'a file for several', text: '- { path: a, all: true, file: x }', told: 'for one value' },
    { name: 'a public mode', text: '- { path: a, keys: [b], file: x, mode: "0644" }', told: 'other users' },
    { name: 'a mode without a file', text: '- { path: a, keys: [b], mode: "0600" }', told: 'for a `file`' },
    { name: 'a body that is a text', text: '- { path: a, all: true, body: x }', told: '`body`' },
    { name: 'an expression without a name', text: '- { path: a, selector: "$sum(b)" }', told: 'add `as`' },
    { name: 'mask: maybe', text: '- { path: a, all: true, mask: maybe }', told: 'neither true nor false' },
  ])('$name is refused', ({ text, told }) => {
    expect(() => parseList(text)).toThrow(told);
  });
});

describe('pki', () => {
  test('reads paths and bodies, with ; inside of texts', () => {
    const text = 'pki/issue/a {"common_name": "x;y", "ttl": "1h"} ;\npki/issue/b-c {"common_name":"z"};';
    expect(parsePki(text)).toMatchObject([
      { path: 'pki/issue/a', body: { common_name: 'x;y', ttl: '1h' }, as: 'a', method: 'POST' },
      { path: 'pki/issue/b-c', as: 'bc' },
    ]);
  });

  test.each([
    ['pki/issue/a', 'line 1, column 1'],
    ['pki/issue/a {"x": }', 'line 1, column 13'],
    ['pki/issue/a {"x":1};\npki/issue/b [1]', 'line 2, column 13'],
  ])('%j is told with its place', (text, place) => {
    expect(() => parsePki(text)).toThrow(place);
  });
});
