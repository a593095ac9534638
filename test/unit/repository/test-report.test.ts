import { describe, expect, test } from '@jest/globals';
import { report, type JestReport } from '../../../scripts/test-report.ts';

const required = { mayNotSkip: ['Node 24', 'OpenBao'], leastPasses: 3 };

function resultOf(rows: Readonly<Record<string, string>>, brokenSuites = 0): JestReport {
  const statuses = Object.values(rows);
  return {
    numPassedTests: statuses.filter((status) => status === 'passed').length,
    numFailedTests: statuses.filter((status) => status === 'failed').length,
    numRuntimeErrorTestSuites: brokenSuites,
    testResults: [
      {
        name: 'a.test.ts',
        assertionResults: Object.entries(rows).map(([fullName, status]) => ({ fullName, status })),
      },
    ],
  };
}

const passes = { a: 'passed', 'Node 24: b': 'passed', 'OpenBao: c': 'passed' };
const wholeInCi = { whole: true, ci: true };

interface Row {
  readonly name: string;
  readonly result: JestReport;
  readonly run: { readonly whole: boolean; readonly ci: boolean };
  readonly ok: boolean;
  readonly lines: readonly string[];
}

const rows: readonly Row[] = [
  {
    name: 'all passed',
    result: resultOf(passes),
    run: wholeInCi,
    ok: true,
    lines: ['3 passed, 0 failed, 0 skipped'],
  },
  {
    name: 'skipped and to-do rows are named and counted',
    result: resultOf({ ...passes, 'MinIO: signature': 'pending', later: 'todo' }),
    run: wholeInCi,
    ok: true,
    lines: ['skipped: MinIO: signature', 'skipped: later', '3 passed, 0 failed, 2 skipped'],
  },
  {
    name: 'a row that CI requires is skipped',
    result: resultOf({ ...passes, 'login to OpenBao': 'pending' }),
    run: wholeInCi,
    ok: false,
    lines: [
      'skipped: login to OpenBao',
      'may not be skipped in CI: login to OpenBao',
      '3 passed, 1 failed, 1 skipped',
    ],
  },
  {
    name: 'all rows that CI requires are gone',
    result: resultOf({ a: 'passed', b: 'passed', 'OpenBao: c': 'passed' }),
    run: wholeInCi,
    ok: false,
    lines: ['required in CI, but nothing that passed is named so: Node 24', '3 passed, 1 failed, 0 skipped'],
  },
  {
    name: 'the same row outside CI',
    result: resultOf({ ...passes, 'login to OpenBao': 'pending' }),
    run: { whole: true, ci: false },
    ok: true,
    lines: ['skipped: login to OpenBao', '3 passed, 0 failed, 1 skipped'],
  },
  {
    name: 'fewer passes than CI requires',
    result: resultOf({ 'OpenBao on Node 24': 'passed' }),
    run: wholeInCi,
    ok: false,
    lines: ['only 1 passed, at least 3 must', '1 passed, 1 failed, 0 skipped'],
  },
  {
    name: 'a part of the tests in CI is held to neither',
    result: resultOf({ a: 'passed', 'Node 24 starts': 'pending' }),
    run: { whole: false, ci: true },
    ok: true,
    lines: ['skipped: Node 24 starts', '1 passed, 0 failed, 1 skipped'],
  },
  {
    name: 'a failed test and a suite that does not load both count',
    result: resultOf({ ...passes, d: 'failed' }, 1),
    run: wholeInCi,
    ok: false,
    lines: ['3 passed, 2 failed, 0 skipped'],
  },
  {
    name: 'nothing passed, nothing failed',
    result: resultOf({ a: 'pending' }),
    run: { whole: false, ci: false },
    ok: false,
    lines: ['skipped: a', '0 passed, 0 failed, 1 skipped'],
  },
];

describe('the report of a test run', () => {
  test.each(rows)('$name', ({ result, run, ok, lines }) => {
    expect(report(result, run, required)).toEqual({ ok, lines });
  });
});
