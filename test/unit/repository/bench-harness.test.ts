import { describe, expect, test } from '@jest/globals';
import { readSetting, type Bench, type Outcome } from '../../../bench/harness.ts';
import { asOutcome, comparePairs, median, timeChild } from '../../../bench/harness-pairs.ts';
import { renderReport } from '../../../bench/harness-table.ts';

describe('pairs', () => {
  test.each([
    { name: 'odd', values: [9, 1, 5], result: 5 },
    { name: 'even', values: [4, 1, 2, 100], result: 3 },
    { name: 'one', values: [7], result: 7 },
  ])('median of $name', ({ values, result }) => {
    expect(median(values)).toBe(result);
  });

  test('median of none is an error', () => {
    expect(() => median([])).toThrow(RangeError);
  });

  test('run in turn, in changing order, after one run of each that does not count', async () => {
    const order: string[] = [];
    const sample = (name: string, times: number[]) => () => {
      order.push(name);
      return Promise.resolve(times.shift() ?? 0);
    };
    // The machine is ten times slower during the second pair: the ratio does not move.
    const result = await comparePairs(sample('a', [99, 10, 100, 12]), sample('b', [1, 20, 200, 20]), 3);
    expect(order.join('')).toBe('ababbaab');
    expect(result).toEqual({ ratio: 0.5, medianA: 12, medianB: 20, pairs: 3 });
    expect(asOutcome(result)).toEqual({ value: 0.5, note: '12 / 20 ms, 3 pairs' });
  });
});

describe('a child process', () => {
  const run = (program: string, expectedStatus?: number) =>
    timeChild({
      command: process.execPath,
      args: ['-e', program],
      env: {},
      ...(expectedStatus === undefined ? {} : { expectedStatus }),
    });

  test('is timed to its end', async () => {
    expect(await run('')).toBeGreaterThan(0);
    expect(await run('process.exit(3)', 3)).toBeGreaterThan(0);
  });

  test('that ends otherwise is no measurement', async () => {
    await expect(run('console.error("broken"); process.exit(1)')).rejects.toThrow(/ended with 1:\nbroken/);
  });

  test('that cannot start is no measurement', async () => {
    await expect(timeChild({ command: '/no/such/program', args: [], env: {} })).rejects.toThrow('ENOENT');
  });
});

describe('peers', () => {
  test.each([
    { name: 'given', environment: { SALLYPORT_PEER_SOME_TOOL: import.meta.dirname }, result: 'path' },
    { name: 'absent', environment: {}, result: 'skipped' },
    {
      name: 'at a wrong path',
      environment: { SALLYPORT_PEER_SOME_TOOL: '/no/such/tool' },
      result: 'skipped',
    },
  ])('$name', ({ environment, result }) => {
    expect(Object.keys(readSetting(environment).peer('some-tool'))).toEqual([result]);
  });
});

describe('the table', () => {
  const bench: Bench = {
    name: 'login',
    description: 'a login',
    rows: [
      { id: 'whole', what: 'whole step', against: 'another', budget: { atMost: 0.6 }, unit: '×' },
      { id: 'speed', what: 'engine', budget: { atLeast: 150 }, unit: 'MB/s' },
    ],
    run: () => Promise.resolve({}),
  };

  test.each<{ name: string; outcomes: Record<string, Outcome>; ok: boolean; line: string }>([
    {
      name: 'budgets kept, at their limits',
      outcomes: { whole: { value: 0.6, note: '6 / 10 ms' }, speed: { value: 150 } },
      ok: true,
      line: '| login | whole step | another | ≤ 0.6 × | 0.60 × | kept | 6 / 10 ms |',
    },
    {
      name: 'above what is at most allowed',
      outcomes: { whole: { value: 0.61 }, speed: { value: 150 } },
      ok: false,
      line: '| login | whole step | another | ≤ 0.6 × | 0.61 × | OVER |  |',
    },
    {
      name: 'below what is at least asked',
      outcomes: { whole: { value: 0.5 }, speed: { value: 149 } },
      ok: false,
      line: '| login | engine |  | ≥ 150 MB/s | 149 MB/s | OVER |  |',
    },
    {
      name: 'a peer that is not here',
      outcomes: { whole: { skipped: 'another is not here' }, speed: { value: 200 } },
      ok: true,
      line: 'skipped: login: whole step: another is not here',
    },
    {
      name: 'a row without an outcome',
      outcomes: { whole: { value: 0.5 } },
      ok: false,
      line: '| login | engine |  | ≥ 150 MB/s |  | MISSING |  |',
    },
  ])('$name', ({ outcomes, ok, line }) => {
    const report = renderReport([{ bench, outcomes }]);
    expect(report.lines).toContain(line);
    expect(report.ok).toBe(ok);
  });
});
