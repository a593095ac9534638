import { describe, expect, test } from '@jest/globals';
import { catalogue, failure, isCoded } from '@sallyport/errors';

describe('coded errors', () => {
  test('take what the thrower does not say from the catalogue', () => {
    const error = failure('inputs/missing', { what: 'The input `claims` is missing.' });
    expect(error.what).toBe('The input `claims` is missing.');
    expect(error.remedy).toBe(catalogue['inputs/missing'].remedy);
    expect(error.message).toBe('inputs/missing: The input `claims` is missing.');
  });

  test('are told apart by their code', () => {
    const error: unknown = failure('inputs/invalid');
    expect(isCoded(error, 'inputs/invalid')).toBe(true);
    expect(isCoded(error, 'inputs/missing')).toBe(false);
    expect(isCoded(new Error('inputs/invalid'))).toBe(false);
  });

  test.each(Object.entries(catalogue))('%s: code and texts follow the form', (code, entry) => {
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*\/[a-z0-9]+(-[a-z0-9]+)*$/);
    for (const text of [entry.what, entry.why, entry.remedy]) expect(text).toMatch(/^[A-Z`].*[.?]$/s);
  });
});
