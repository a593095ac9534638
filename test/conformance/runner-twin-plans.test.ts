import { describe, expect, test } from '@jest/globals';
import { expandMatrix, nameWithMatrix } from '../runner/matrix.ts';
import { capForFork, defaultPermissions, findBreach, parsePermissions } from '../runner/permissions.ts';

describe('expandMatrix', () => {
  test.each<[string, unknown, unknown[]]>([
    ['one vector', { os: ['a', 'b'] }, [{ os: 'a' }, { os: 'b' }]],
    [
      'a product',
      { a: [1, 2], b: [true] },
      [
        { a: 1, b: true },
        { a: 2, b: true },
      ],
    ],
    [
      'exclude takes what it covers',
      { a: [1, 2], b: [1, 2], exclude: [{ a: 1, b: 2 }, { b: 1 }] },
      [{ a: 2, b: 2 }],
    ],
    [
      'include extends what it agrees with',
      { a: [1, 2], include: [{ a: 1, c: 3 }] },
      [{ a: 1, c: 3 }, { a: 2 }],
    ],
    [
      'include without a known vector extends all',
      { a: [1, 2], include: [{ c: 3 }] },
      [
        { a: 1, c: 3 },
        { a: 2, c: 3 },
      ],
    ],
    ['include that would change a value stands alone', { a: [1], include: [{ a: 5 }] }, [{ a: 1 }, { a: 5 }]],
    ['include alone', { include: [{ x: 1 }, { x: 2 }] }, [{ x: 1 }, { x: 2 }]],
  ])('%s', (_, matrix, combinations) => {
    expect(expandMatrix(matrix)).toEqual(combinations);
  });

  test.each<[string, unknown]>([
    ['no mapping', ['a']],
    ['nothing left', { a: [1], exclude: [{ a: 1 }] }],
    ['a vector that is no list', { a: 'b' }],
  ])('refuses %s', (_, matrix) => {
    expect(() => expandMatrix(matrix)).toThrow(/matrix/i);
  });

  test('names', () => {
    expect(nameWithMatrix('build', { os: 'linux', node: { version: 20 } })).toBe('build (linux, 20)');
  });
});

describe('permissions', () => {
  test.each<[string, unknown, Record<string, string | undefined>]>([
    [
      'unnamed scopes get nothing',
      { contents: 'read' },
      { contents: 'read', packages: undefined, 'id-token': undefined },
    ],
    ['read-all has no id-token', 'read-all', { contents: 'read', 'id-token': undefined, models: 'read' }],
    [
      'write-all has id-token and attestations',
      'write-all',
      { 'id-token': 'write', attestations: 'write', models: 'read' },
    ],
    ['an empty mapping grants nothing', {}, { contents: undefined }],
  ])('%s', (_, block, expected) => {
    const granted = parsePermissions(block);
    expect(Object.fromEntries(Object.keys(expected).map((scope) => [scope, granted[scope]]))).toEqual(
      expected,
    );
  });

  test.each<[string, unknown, RegExp]>([
    ['an unknown scope', { content: 'read' }, /Unexpected permission 'content'/],
    ['id-token: read', { 'id-token': 'read' }, /'read' for the permission 'id-token'/],
    ['models: write', { models: 'write' }, /models/],
    ['null', null, /mapping/],
  ])('refuses %s', (_, block, message) => {
    expect(() => parsePermissions(block)).toThrow(message);
  });

  test('the two defaults', () => {
    expect(defaultPermissions('restricted')).toEqual({ contents: 'read', packages: 'read' });
    expect(defaultPermissions('permissive')).toMatchObject({ contents: 'write', models: 'read' });
    expect(defaultPermissions('permissive')).not.toHaveProperty('id-token');
  });

  test('a fork reads at most and has no id-token', () => {
    expect(capForFork({ contents: 'write', 'id-token': 'write' })).toEqual({ contents: 'read' });
  });

  test('a breach names both sides', () => {
    expect(findBreach('x', { contents: 'write' }, { contents: 'read' })).toBe(
      "The nested job 'x' is requesting 'contents: write', but is only allowed 'contents: read'.",
    );
    expect(findBreach('x', { contents: 'read' }, { contents: 'write' })).toBeUndefined();
  });
});
