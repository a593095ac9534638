import { afterEach, describe, expect, test } from '@jest/globals';
import { type LogsTwin, type LogsTwinOptions, startLogsTwin } from '../../twins/github-logs/logs-twin.ts';
import { zipOf } from '../../twins/github-logs/zip.ts';
import { type BundleResult, everythingReadable, runBundle } from '../run-bundle.ts';
import { base64, fakeToken, logOf } from './fakes.ts';

const bearer = ['job', 'bearer', 'of', 'tests'].join('-');
const token = fakeToken('run');
const leak = logOf(`value: ${base64(token, 2)}`);
const fine = logOf('fine');
let twin: LogsTwin;

afterEach(() => twin.close());

async function scan(
  options: Partial<LogsTwinOptions> & Pick<LogsTwinOptions, 'jobs'>,
  inputs: Record<string, string> = {},
  environment: Record<string, string> = {},
): Promise<BundleResult> {
  twin = await startLogsTwin({ token: bearer, runId: 7, ...options });
  return runBundle({
    bundle: 'leak-scan/main',
    inputs: { source: 'run', 'run-id': '7', token: bearer, 'timeout-seconds': '20', ...inputs },
    environment: {
      GITHUB_API_URL: twin.origin,
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_REPOSITORY: 'octo/demo',
      GITHUB_RUN_ID: '99',
      ...environment,
    },
  });
}

const jobs = [
  { id: 1, name: 'build / a: b', log: leak },
  { id: 2, name: 'test', log: fine },
];
const members = [
  { name: '0_build  a b.txt', content: leak },
  { name: '1_test.txt', content: fine },
  { name: 'test/1_Set up job.txt', content: fine },
];

describe('a finished run', () => {
  test.each([
    { name: 'an archive', form: {} },
    { name: 'with sizes behind the data', form: { descriptors: true } },
    { name: 'of zip64', form: { zip64: true } },
    { name: 'of zip64 with sizes behind the data', form: { zip64: true, descriptors: true } },
  ])(
    '$name: the leak is found once, with job, step and link, and nothing of it is shown',
    async ({ form }) => {
      const result = await scan({ jobs, archive: zipOf(members, form) });
      expect(result).toMatchObject({ code: 1, outputs: { verdict: 'leaks', findings: '1' } });
      expect(result.shown).toContain('job build / a: b, step “Run make build”, line 4');
      expect(result.summary).toContain('https://github.com/octo/demo/actions/runs/7/job/1#step:3:1');
      for (const form of [token, base64(token).slice(0, 20), base64(token, 2).slice(0, 20), bearer])
        expect(everythingReadable(result)).not.toContain(form);
      expect(twin.requests.filter((request) => request.includes('/jobs/'))).toEqual([]);
    },
  );

  test.each([
    { name: 'is missing', archive: undefined },
    { name: 'lacks a job', archive: zipOf(members.slice(1)) },
    { name: 'is cut off', archive: zipOf(members).subarray(0, 150) },
  ])('where the archive $name, the jobs are asked for one by one', async ({ archive }) => {
    const result = await scan({ jobs, ...(archive === undefined ? {} : { archive }) });
    expect(result).toMatchObject({ code: 1, outputs: { verdict: 'leaks', findings: '1' } });
    expect(result.shown).not.toContain('Not read');
  });

  test.each([403, 404, 410])('logs that answer %d are incomplete, never clean', async (archiveStatus) => {
    const gone = jobs.map(({ id, name }) => ({ id, name }));
    const result = await scan({ jobs: gone, archiveStatus });
    expect(result).toMatchObject({ code: 1, outputs: { verdict: 'incomplete' } });
  });

  test('more jobs than a page are all read', async () => {
    const many = Array.from({ length: 120 }, (_, id) => ({ id: id + 1, name: `job ${id}`, log: fine }));
    const archive = zipOf(many.map(({ name }, index) => ({ name: `${index}_${name}.txt`, content: fine })));
    const result = await scan({ jobs: many, archive });
    expect(result).toMatchObject({ code: 0, outputs: { verdict: 'clean' } });
    expect(result.shown).toContain('in 120 logs');
  });
});

describe('an unfinished run', () => {
  const running = [jobs[1]!, { id: 3, name: 'scan', status: 'in_progress' as const, conclusion: null }];

  test('of another is incomplete', async () => {
    expect((await scan({ jobs: running })).outputs['verdict']).toBe('incomplete');
  });

  test('of its own: the scanning job is named and left out', async () => {
    const result = await scan({ jobs: running }, { 'check-run-id': '3' }, { GITHUB_RUN_ID: '7' });
    expect(result).toMatchObject({ code: 0, outputs: { verdict: 'clean' } });
    expect(result.shown).toContain('Left out: scan: It is the job that scans.');
  });
});

test('one job', async () => {
  const result = await scan({ jobs }, { source: 'job', 'run-id': '', 'job-id': '1' });
  expect(result).toMatchObject({ code: 1, outputs: { verdict: 'leaks' } });
});

test('under workflow_run the run must be named', async () => {
  const result = await scan({ jobs }, { 'run-id': '' }, { GITHUB_EVENT_NAME: 'workflow_run' });
  expect(result.shown).toContain('github.event.workflow_run.id');
  expect(result.code).toBe(1);
});
