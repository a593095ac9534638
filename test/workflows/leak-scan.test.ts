import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { type RunResult, runWorkflow } from '../runner/index.ts';

const root = resolve(import.meta.dirname, '..', '..');

function run(workflow: string, vars: Readonly<Record<string, string>> = {}): Promise<RunResult> {
  return runWorkflow({ workflow, root, repositories: { 'OWNER/sallyport': root }, vars });
}

describe('a workflow that prints a secret, base64-encoded twice', () => {
  test("fails by the demo's scan, which names the step's line and holds nothing of it", async () => {
    const result = await run('examples/demo/leak.yml');
    result.dispose();
    const job = result.jobs[0]!;
    expect(result.conclusion).toBe('failure');
    const [build, scan] = ['Build', 'Look for leaks'].map((name) =>
      job.steps.find((step) => step.name === name)!,
    );
    expect(scan!.log).toContain('build.log, line 1');
    const printed = build!.log.split('\n').find((line) => line.startsWith('SW')) ?? '';
    expect(printed.length).toBeGreaterThan(40);
    const once = Buffer.from(printed, 'base64').toString();
    const value = /"value":"([^"]+)"/.exec(Buffer.from(once, 'base64').toString())![1]!;
    const raw = scan!.rawOutput.toString('utf8').replace(/^::add-mask::.*$/gm, '');
    for (const form of [value, once.slice(0, 30), printed.slice(0, 30)]) {
      expect(raw).not.toContain(form);
      expect(job.summary).not.toContain(form);
    }
  });

  test('fails the job by an annotation that says what to do', async () => {
    const secret = randomBytes(20).toString('hex');
    const leaking = `
on: push
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - run: printf '"deploy_token":{"value":"%s","isSecret":true}' "${secret}" | base64 -w 0 | base64 -w 0 | tee log.txt
      - if: always()
        uses: OWNER/sallyport/actions/leak-scan@main
        with: { source: files, paths: log.txt }
`;
    const result = await run(leaking);
    result.dispose();
    expect(result.conclusion).toBe('failure');
    expect(result.jobs[0]!.annotations.map(({ title }) => title)).toContain('logs/leaks');
  });

  test('goes unnoticed where our step is left out', async () => {
    const result = await run(`
on: push
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - run: openssl rand -hex 20 | base64 -w 0 | base64 -w 0
`);
    result.dispose();
    expect(result.conclusion).toBe('success');
  });
});
