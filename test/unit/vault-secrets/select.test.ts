import { describe, expect, test } from '@jest/globals';
import { type JsonObject, parseJson, textOfJson } from '@sallyport/vault-client';
import { decode, textOfBytes } from '../../../actions/vault-secrets/src/decode.ts';
import { declaredInputs } from '../../../actions/vault-secrets/src/declared-inputs.ts';
import {
  normalizeAsVaultAction,
  outputName,
  steersPrograms,
  variableName,
} from '../../../actions/vault-secrets/src/names.ts';
import { readSelector } from '../../../actions/vault-secrets/src/parse-lines.ts';
import { select } from '../../../actions/vault-secrets/src/select.ts';
import { readActions } from '../../../scripts/action-file.ts';
import { join } from 'node:path';

const data = parseJson(
  '{"plain":"p","a.b":"dotted","a-b":"hyphen","42":"digits","nested":{"id":12345678901234567890,"list":[{"n":"x"},{"n":"y"}]},"null":null,"text":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!"}',
) as JsonObject;
const selector = (text: string) =>
  readSelector(text, (what) => {
    throw new Error(what);
  });

describe('selecting', () => {
  test.each<[string, string | undefined]>([
    ['plain', 'p'],
    ['"plain"', 'p'],
    ['a.b', 'dotted'],
    ['`a.b`', 'dotted'],
    ['"a.b"', 'dotted'],
    ['a-b', 'hyphen'],
    ['42', 'digits'],
    ['nested.id', '12345678901234567890'],
    ['nested', '{"id":12345678901234567890,"list":[{"n":"x"},{"n":"y"}]}'],
    ['nested.list.n', '["x","y"]'],
    ['nested.list[1].n', 'y'],
    ['$uppercase(plain)', 'P'],
    ['null', 'null'],
    ['absent', undefined],
    ['nested.absent', undefined],
    ['constructor', undefined],
    ['__proto__', undefined],
  ])('%s', async (text, expected) => {
    const value = await select(data, selector(text));
    expect(value === undefined ? undefined : textOfJson(value)).toBe(expected);
  });

  test.each<{ name: string; text: string; code: string }>([
    { name: 'throws', text: '$error("planted")', code: 'secrets/selector' },
    { name: 'loops', text: '($f := function($n){$f($n+1)}; $f(0))', code: 'secrets/selector-bounds' },
    { name: 'recurses', text: '($f := function($n){1+$f($n+1)}; $f(0))', code: 'secrets/selector-bounds' },
    { name: 'grows', text: '[1..9000000]', code: 'secrets/selector-bounds' },
    { name: 'backtracks', text: '$match(text, /^(a+)+$/)', code: 'secrets/selector-bounds' },
  ])('an expression that $name ends', async ({ text, code }) => {
    await expect(select(data, selector(text))).rejects.toMatchObject({ code });
  });
});

describe('decoding', () => {
  test.each<['base64' | 'hex' | 'utf8', string, string]>([
    ['base64', 'aGVsbG8=', 'hello'],
    ['base64', 'aGVs\nbG8', 'hello'],
    ['hex', '68656c6C6f', 'hello'],
    ['utf8', 'hello', 'hello'],
  ])('%s of %j', (encoding, text, expected) => {
    expect(textOfBytes(decode(text, encoding, 'x'), 'x')).toBe(expected);
  });

  test.each<['base64' | 'hex', string]>([
    ['base64', 'not base64!'],
    ['base64', 'abcde'],
    ['hex', 'abc'],
    ['hex', 'zz'],
  ])('%s of %j is refused', (encoding, text) => {
    expect(() => decode(text, encoding, 'x')).toThrow('secrets/undecodable');
  });

  test('bytes that are no text are refused', () => {
    expect(() => textOfBytes(decode('/w==', 'base64', 'x'), 'x')).toThrow('secrets/not-text');
  });
});

describe('names', () => {
  test.each([
    ['a.b-c', 'a__bc', 'A__BC', 'a_b-c', 'A_B_C'],
    ['42', '42', '42', '_42', '_42'],
    ['ключ', 'ключ', 'КЛЮЧ', '____', '____'],
  ])('%s', (key, theirs, theirVariable, ours, ourVariable) => {
    expect(normalizeAsVaultAction(key, false)).toBe(theirs);
    expect(normalizeAsVaultAction(key, true)).toBe(theirVariable);
    expect(outputName(key)).toBe(ours);
    expect(variableName(key)).toBe(ourVariable);
  });

  test.each([
    'PATH',
    'Path',
    'LD_PRELOAD',
    'DYLD_X',
    'NODE_OPTIONS',
    'BASH_ENV',
    'ENV',
    'PYTHONPATH',
    'PERL5LIB',
    'RUBYOPT',
    'GIT_SSH',
    'GITHUB_ENV',
    'RUNNER_TEMP',
    'ACTIONS_X',
    'https_proxy',
    'ALL_PROXY',
  ])('%s steers programs', (name) => {
    expect(steersPrograms(name)).toBe(true);
  });

  test.each(['NPM_TOKEN', 'PATHS', 'MY_PATH', 'ENVIRONMENT', 'PROXY'])('%s does not', (name) => {
    expect(steersPrograms(name)).toBe(false);
  });
});

test('the declared inputs are those of action.yml', () => {
  const action = readActions(join(import.meta.dirname, '..', '..', '..')).get('vault-secrets');
  expect([...declaredInputs].sort()).toEqual(Object.keys(action!.inputs!).sort());
});
