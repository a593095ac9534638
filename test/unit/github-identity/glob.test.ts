import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { matchesGlob } from '@sallyport/github-identity';

describe('a glob', () => {
  test.each([
    ['refs/heads/main', 'refs/heads/main', true],
    ['refs/heads/main', 'refs/heads/main2', false],
    ['refs/heads/*', 'refs/heads/', true],
    ['refs/heads/*', 'refs/heads/a', true],
    ['refs/heads/*', 'refs/heads/a/b', false],
    ['refs/heads/**', 'refs/heads/a/b', true],
    ['refs/heads/release-*', 'refs/heads/release-1.x', true],
    ['*-*-*', 'a-b-c-d', true],
    ['**/x', 'a/b/x', true],
    ['**/x', 'x', false],
    ['o/r/**@refs/tags/v*', 'o/r/.github/workflows/d.yml@refs/tags/v1', true],
    ['o/r/**@refs/tags/v*', 'o/r/.github/workflows/d.yml@refs/heads/v1', false],
    ['o/r/**', 'o/r/.github/workflows/d.yml@refs/tags/v1', false],
    ['o/**', 'o/r@evil', false],
    ['*', '', true],
    ['', '', true],
    ['', 'a', false],
    ['a.c', 'abc', false],
    ['[ab]', 'a', false],
    ['a?', 'ab', false],
    ['a+', 'aa', false],
    ['^a$', 'a', false],
    ['A', 'a', false],
    ['*\u{1f512}', 'x\u{1f512}', true],
    ['*', 'a\nb', true],
  ])('%j on %j: %s', (pattern, text, expected) => {
    expect(matchesGlob(pattern, text)).toBe(expected);
  });

  test('agrees with the definition, written down as a recursion', () => {
    const define = (pattern: string, text: string): boolean => {
      if (pattern === '') return text === '';
      const wild = pattern.startsWith('**') ? '**' : pattern.startsWith('*') ? '*' : '';
      if (wild === '') return text.startsWith(pattern.charAt(0)) && define(pattern.slice(1), text.slice(1));
      const stops = wild === '*' ? /[/@]/ : /@/;
      return Array.from({ length: text.length + 1 }, (_, n) => n).some(
        (n) => !stops.test(text.slice(0, n)) && define(pattern.slice(wild.length), text.slice(n)),
      );
    };
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '/', '@', '*'), maxLength: 8 });
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '/', '@'), maxLength: 8 });
    fc.assert(
      fc.property(pattern, text, (p, t) => matchesGlob(p, t) === define(p, t)),
      { numRuns: 2000, seed: 1 },
    );
  });

  test('takes no longer for a hostile pattern than its length times that of the text', () => {
    const start = performance.now();
    expect(matchesGlob('*a'.repeat(500), `${'a'.repeat(4000)}b`)).toBe(false);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
