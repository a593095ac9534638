import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';

const script = join(import.meta.dirname, '..', '..', '..', '.ci', 'run');
const root = mkdtempSync(join(tmpdir(), 'ci-run-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

interface Row {
  readonly name: string;
  /** What `npm <words>` does, by its words; the others succeed in silence. */
  readonly npm: Readonly<Record<string, string>>;
  readonly lastLine: string;
  readonly status: number;
}

const good = 'echo "7 passed, 0 failed, 2 skipped"';

const rows: readonly Row[] = [
  { name: 'all steps pass', npm: { test: good }, lastLine: '7 passed, 0 failed, 2 skipped', status: 0 },
  {
    name: 'a step before the tests fails: it counts, and the tests still run',
    npm: { 'run --silent lint': 'exit 1', test: good },
    lastLine: '7 passed, 1 failed, 2 skipped',
    status: 1,
  },
  {
    name: 'two steps fail and three tests fail',
    npm: {
      'run --silent check:dist': 'exit 1',
      'run --silent check:docs': 'exit 2',
      test: 'echo "7 passed, 3 failed, 2 skipped"; exit 1',
    },
    lastLine: '7 passed, 5 failed, 2 skipped',
    status: 1,
  },
  {
    name: 'the installation fails: nothing else runs',
    npm: { 'ci --no-audit --no-fund': 'exit 1', test: good },
    lastLine: '0 passed, 1 failed, 0 skipped',
    status: 1,
  },
  {
    name: 'the tests crash before they count',
    npm: { test: 'exit 134' },
    lastLine: '0 passed, 1 failed, 0 skipped',
    status: 1,
  },
  {
    name: 'the tests end well without a count',
    npm: { test: 'echo nothing to do' },
    lastLine: '0 passed, 1 failed, 0 skipped',
    status: 1,
  },
  {
    name: 'the tests fail although none failed (nothing passed)',
    npm: { test: 'echo "0 passed, 0 failed, 4 skipped"; exit 1' },
    lastLine: '0 passed, 1 failed, 4 skipped',
    status: 1,
  },
];

describe('.ci/run', () => {
  test.each(rows)('$name', ({ npm, lastLine, status }) => {
    const result = runWith(npm);
    expect(result.stdout.trimEnd().split('\n').at(-1)).toBe(lastLine);
    expect(result.status).toBe(status);
  });

  test('names and times every step', () => {
    const { stdout } = runWith({ 'run --silent typecheck': 'exit 1', test: good });
    const times = stdout.slice(stdout.indexOf('== times'));
    for (const step of ['install', 'lint', 'check:dist', 'check:docs', 'test']) {
      expect(times).toMatch(new RegExp(`^${step} +passed +\\d+ s$`, 'm'));
    }
    expect(times).toMatch(/^typecheck +failed +\d+ s$/m);
  });
});

function runWith(npm: Row['npm']) {
  const folder = mkdtempSync(join(root, 'row-'));
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  mkdirSync(join(folder, '.ci'));
  cpSync(script, join(folder, '.ci', 'run'));
  const cases = Object.entries(npm).map(([words, action]) => `'${words}') ${action} ;;`);
  writeFileSync(join(bin, 'npm'), ['#!/bin/sh', 'case "$*" in', ...cases, 'esac', ''].join('\n'));
  chmodSync(join(bin, 'npm'), 0o755);
  return spawnSync('bash', [join(folder, '.ci', 'run')], {
    encoding: 'utf8',
    env: { ...process.env, PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}` },
  });
}
