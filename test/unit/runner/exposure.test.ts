import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { rememberVariables, variablesToRestore } from '@sallyport/runner';
import { type Exposure, type ExposureWriter, writeExposure } from '../../../packages/runner/src/exposure.ts';

const nothing: Exposure = { masks: [], state: {}, outputs: {}, environment: {} };

let folder: string;
let runner: Record<string, string>;
let calls: string[];
let writer: ExposureWriter;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'exposure-'));
  runner = {};
  for (const name of ['GITHUB_STATE', 'GITHUB_OUTPUT', 'GITHUB_ENV']) {
    runner[name] = join(folder, name);
    writeFileSync(runner[name], 'before\n');
  }
  calls = [];
  const append = (file: string) => (name: string, value: string) => {
    calls.push(file);
    appendFileSync(runner[file]!, `${name}=${value}\n`);
  };
  writer = {
    mask: (value) => calls.push(`mask ${value}`),
    saveState: append('GITHUB_STATE'),
    setOutput: append('GITHUB_OUTPUT'),
    exportVariable: append('GITHUB_ENV'),
  };
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('handing over', () => {
  test('masks before it writes', () => {
    writeExposure(
      { masks: ['m'], state: { s: '1' }, outputs: { o: '2' }, environment: { E: '3' } },
      writer,
      runner,
    );
    expect(calls).toEqual(['mask m', 'GITHUB_STATE', 'GITHUB_OUTPUT', 'GITHUB_ENV']);
  });

  test('takes everything back when the last write fails', () => {
    writer = {
      ...writer,
      exportVariable(name, value) {
        appendFileSync(runner['GITHUB_ENV']!, `${name}=half ${value}`);
        throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
      },
    };
    expect(() =>
      writeExposure(
        { ...nothing, state: { s: '1' }, outputs: { o: '2' }, environment: { E: '3' } },
        writer,
        runner,
      ),
    ).toThrow('ENOSPC');
    for (const path of Object.values(runner)) expect(readFileSync(path, 'utf8')).toBe('before\n');
  });

  test.each<[string, Partial<Exposure>, string]>([
    ['a mask of two lines', { masks: ['a\nb'] }, 'A mask must be one line.'],
    ['a name that no shell reads', { environment: { 'A-B': 'x' } }, 'cannot be the name'],
    ['a NUL character', { outputs: { o: 'a\0b' } }, 'NUL'],
    [
      'a variable that breaks every later process',
      { environment: { BIG: 'x'.repeat(128 * 1024) } },
      '128 KiB',
    ],
  ])('refuses %s before the first write', (_, part, message) => {
    expect(() => writeExposure({ ...nothing, outputs: { o: 'x' }, ...part }, writer, runner)).toThrow(
      message,
    );
    expect(calls).toEqual([]);
  });
});

describe('restoring variables', () => {
  test('two logins unwind to the state before the first', () => {
    const first = rememberVariables({ A: '1', B: '1' }, { A: '0' });
    const second = rememberVariables({ A: '2' }, { A: '1', B: '1' });
    const afterSecond = { A: '2', B: '1' };
    expect(variablesToRestore(second, afterSecond)).toEqual({ A: '1' });
    expect(variablesToRestore(first, { ...afterSecond, A: '1' })).toEqual({ A: '0', B: '' });
  });

  test('what somebody else changed since stays theirs', () => {
    const restoration = rememberVariables({ A: '1', B: '1' }, {});
    expect(variablesToRestore(restoration, { A: 'theirs', B: '1' })).toEqual({ B: '' });
  });

  test('does not keep what was written', () => {
    const marker = 'written-value-marker';
    expect(JSON.stringify(rememberVariables({ A: marker }, {}))).not.toContain(marker);
  });
});
