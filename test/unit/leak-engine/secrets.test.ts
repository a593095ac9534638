import { expect, test } from '@jest/globals';
import { createScanner, rules } from '@sallyport/leak-engine';
import { base64, fold, hex } from './corpus/encoders.ts';
import { createRandom } from './random.ts';

// What a scan hands over to be masked: the value and every encoding of it that stood between it and the log.

const rule = rules.find((one) => one.id === 'github-pat');
const leak = rule?.kind === 'token' ? (rule.examples.leaks[0]?.(createRandom(3)) ?? '') : '';
const once = base64(`a value ${leak} here`);
const twice = base64(once);

function secretsOf(text: string): readonly string[] {
  const scanner = createScanner({ rules, now: 0 });
  scanner.write(Buffer.from(`first line\n${text}\nlast line\n`, 'latin1'));
  return scanner.end().secrets;
}

test.each([
  ['plain', leak, [leak]],
  ['base64', `x: ${once} y`, [leak, once]],
  ['base64 twice', twice, [leak, once, twice]],
  ['base64 thrice', base64(twice), [leak, once, twice, base64(twice)]],
  ['hex of base64', hex(once), [leak, once, hex(once)]],
  ['folded base64', fold(twice, 64).join('\n'), [leak, once, ...fold(twice, 64).slice(0, -1)]],
])('%s', (_, text, expected) => {
  expect(secretsOf(text)).toEqual(expect.arrayContaining([...expected]));
});

test('base64 that holds nothing is not masked', () => {
  const innocent = base64('nothing that anyone would mask, only words');
  expect(secretsOf(`${innocent}\n${once}`)).not.toContain(innocent);
});

test('a run too long to be repeated is not kept', () => {
  const long = base64(`${leak} `.padEnd(80_000, 'plain words of a log '));
  const secrets = secretsOf(long);
  expect(secrets).toContain(leak);
  expect(secrets.every((secret) => secret.length < 70_000)).toBe(true);
});
