import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from './entries.ts';
import { report, type JestReport, type Required } from './test-report.ts';

// npm test [-- <layer or file pattern> …]: the layers of test/, or what the patterns match. Ends with one line:
// N passed, N failed, N skipped.
const patterns = process.argv.slice(2);
const output = join(repositoryRoot, '.cache', 'jest.json');

mkdirSync(join(repositoryRoot, '.cache'), { recursive: true });
rmSync(output, { force: true });
const run = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--no-warnings',
    join(repositoryRoot, 'node_modules', 'jest', 'bin', 'jest.js'),
    '--json',
    `--outputFile=${output}`,
    ...patterns.map((pattern) =>
      ['unit', 'bundle', 'workflows', 'conformance'].includes(pattern) ? `/test/${pattern}/` : pattern,
    ),
  ],
  { cwd: repositoryRoot, stdio: ['ignore', 'ignore', 'inherit'] },
);

const result = readReport();
if (result === undefined) {
  console.error('jest wrote no report');
  console.log('0 passed, 1 failed, 0 skipped');
  process.exitCode = 1;
} else {
  const required = JSON.parse(
    readFileSync(join(repositoryRoot, 'test', 'required.json'), 'utf8'),
  ) as Required;
  const kind = { whole: patterns.length === 0, ci: process.env['CI'] !== undefined };
  const verdict = report(result, kind, required);
  for (const line of verdict.lines) console.log(line);
  process.exitCode = verdict.ok && run.status === 0 ? 0 : 1;
}

function readReport(): JestReport | undefined {
  try {
    return JSON.parse(readFileSync(output, 'utf8')) as JestReport;
  } catch {
    return undefined;
  }
}
