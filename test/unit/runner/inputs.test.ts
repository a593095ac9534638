import { describe, expect, test } from '@jest/globals';
import * as core from '@actions/core';
import { isCoded } from '@sallyport/errors';
import { InputReader, refuseMisspeltInputs } from '@sallyport/runner';

function reader(inputs: Readonly<Record<string, string>>): InputReader {
  return new InputReader((name) => inputs[name] ?? '');
}

function codeOf(action: () => unknown): string | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    return isCoded(error) ? error.code : String(error);
  }
}

describe('inputs', () => {
  test.each([
    'true',
    'True',
    'TRUE',
    'false',
    'False',
    'FALSE',
    'yes',
    'no',
    '1',
    '0',
    'on',
    'tRUE',
    'constructor',
    'true ',
  ])('the boolean "%s" is read as @actions/core reads it', (word) => {
    process.env['INPUT_BOOLEAN-UNDER-TEST'] = word;
    let expected: boolean | undefined;
    try {
      expected = core.getBooleanInput('boolean-under-test');
    } catch {
      expected = undefined;
    }
    delete process.env['INPUT_BOOLEAN-UNDER-TEST'];
    const read = (): boolean => reader({ refresh: word.trim() }).boolean('refresh', { default: false });
    if (expected === undefined) expect(codeOf(read)).toBe('inputs/invalid');
    else expect(read()).toBe(expected);
  });

  test.each([
    ['900', 900],
    ['', 60],
  ])('the number "%s" is %d', (text, number) => {
    expect(reader({ n: text }).integer('n', { min: 1, max: 1000, default: 60 })).toBe(number);
  });

  test.each(['0', '1001', '-1', '1e2', '0x10', '9.5', 'ten', '9'.repeat(20)])(
    'the number "%s" is refused',
    (text) => {
      expect(codeOf(() => reader({ n: text }).integer('n', { min: 1, max: 1000, default: 60 }))).toBe(
        'inputs/invalid',
      );
    },
  );

  test('a word that is not allowed is an error that lists what is', () => {
    expect(() => reader({ mode: 'Login' }).choice('mode', ['login', 'assert'], { default: 'login' })).toThrow(
      'The input `mode` does not allow "Login".',
    );
    expect(
      codeOf(() => reader({ expose: 'env files disk' }).words('expose', ['env', 'files'], { default: [] })),
    ).toBe('inputs/invalid');
  });

  test('an alias is the same input, and a contradiction is an error', () => {
    const alias = { aliases: ['role-external-id'] };
    expect(reader({ 'role-external-id': 'x' }).text('external-id', alias)).toBe('x');
    expect(reader({ 'external-id': 'x', 'role-external-id': 'x' }).text('external-id', alias)).toBe('x');
    expect(
      codeOf(() => reader({ 'external-id': 'x', 'role-external-id': 'y' }).text('external-id', alias)),
    ).toBe('inputs/conflict');
  });

  test('a required input is missed by name', () => {
    expect(() => reader({}).text('role-to-assume', { required: true })).toThrow(
      'The input `role-to-assume` is missing.',
    );
  });

  test('lists are lines, and words once each', () => {
    expect(reader({ a: ' one\n\n two , three\n' }).list('a')).toEqual(['one', 'two , three']);
    expect(reader({ a: 'one,two\nthree' }).list('a', { commas: true })).toEqual(['one', 'two', 'three']);
    expect(reader({ a: 'env, env outputs' }).words('a', ['env', 'outputs'], { default: [] })).toEqual([
      'env',
      'outputs',
    ]);
  });

  test.each([
    ['claim', 'claims'],
    ['inline-sesion-policy', 'inline-session-policy'],
  ])('the misspelt name %s is refused', (written, meant) => {
    const environment = { [`INPUT_${written.toUpperCase()}`]: 'x' };
    expect(() => refuseMisspeltInputs(environment, ['claims', 'inline-session-policy'])).toThrow(written);
    expect(codeOf(() => refuseMisspeltInputs(environment, [meant]))).toBe('inputs/misspelt');
  });

  test('names that are far from ours are left to the runner', () => {
    expect(() => refuseMisspeltInputs({ INPUT_WHATEVER: 'x', INPUT_CLAIMS: 'y' }, ['claims'])).not.toThrow();
  });
});
