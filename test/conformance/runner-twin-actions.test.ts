import { describe, expect, test } from '@jest/globals';
import { compositeAction, nodeAction } from '../runner/conformance/row.ts';
import { folderWith, marks, run } from './runner-twin-scene.ts';

describe('what a process sees and writes', () => {
  test('nothing of the environment of the twin', async () => {
    process.env['PLANTED_BY_TEST'] = 'planted';
    process.env['AWS_REGION'] = 'planted';
    try {
      const result = await run(
        `on: push\njobs: { job: { runs-on: x, steps: [{ run: env }] } }\n`,
        {},
        { env: { GIVEN: 'given' } },
      );
      expect(result.jobs[0]?.text).not.toContain('planted');
      expect(result.jobs[0]?.text).toContain('GIVEN=given');
    } finally {
      delete process.env['PLANTED_BY_TEST'];
      delete process.env['AWS_REGION'];
    }
  });

  test('raw bytes are kept as written; the log is masked, with timestamps on first lines only', async () => {
    const result = await run(
      `on: push\njobs: { job: { runs-on: x, steps: [{ run: 'printf "some-secret \\377\\r\\n::error::one%%0Atwo\\n"' }] } }\n`,
      {},
      { secrets: { S: 'some-secret' }, clock: () => new Date('2026-01-02T03:04:05.678Z') },
    );
    const [job] = result.jobs;
    expect(job?.rawOutput.toString('latin1')).toBe('some-secret \u00ff\r\n::error::one%0Atwo\n');
    expect(job?.log).toMatch(/^\uFEFF2026-01-02T03:04:05\.6780000Z ##\[group\]/);
    expect(job?.log).toContain('\n2026-01-02T03:04:05.6780000Z ##[error]one\ntwo\n');
    expect(job?.log).not.toContain('some-secret');
  });

  test('the token of the job is masked and made of parts', async () => {
    const result = await run(
      `on: push\njobs: { job: { runs-on: x, steps: [{ run: 'echo "mark: $T \${#T}"', env: { T: '\${{ github.token }}' } }] } }\n`,
    );
    expect(marks(result)).toEqual(['*** 40']);
  });
});

describe('actions', () => {
  const files = {
    ...nodeAction('act', {
      main: "console.log('mark: act', process.env.GITHUB_ACTION_REPOSITORY || 'local')",
    }),
    ...compositeAction('outer', '- uses: $/act'),
  };

  test.each<[string, string, string]>([
    ['./ in the workspace', './act', 'act local'],
    ['$/ at the running commit', '$/act', 'act my-org/my-app'],
    ["the repository's own name", 'my-org/my-app/act@main', 'act my-org/my-app'],
    ['another repository', 'org/lib/act@v1', 'act org/lib'],
    ['$/ inside a composite of another repository', 'org/lib/outer@v1', 'act org/lib'],
  ])('%s', async (_, uses, mark) => {
    const lib = folderWith(files);
    const result = await run(
      `on: push\njobs: { job: { runs-on: x, steps: [{ uses: actions/checkout@v4 }, { uses: ${uses} }] } }\n`,
      files,
      { repositories: { 'org/lib': lib } },
    );
    expect(marks(result)).toEqual([mark]);
  });

  test.each<[string, string, RegExp]>([
    ['./ without a checkout', './act', /Did you forget to run actions\/checkout/],
    ['one that nobody has', 'a/b@v1', /Unable to resolve action `a\/b@v1`, not found/],
    ['a container', 'docker://alpine', /do not run here/],
    ['no reference at all', 'nonsense', /Expected format/],
  ])('%s fails the job', async (_, uses, message) => {
    const result = await run(
      `on: push\njobs: { job: { runs-on: x, steps: [{ uses: '${uses}' }] } }\n`,
      files,
    );
    expect(result.conclusion).toBe('failure');
    expect(result.jobs[0]?.annotations.map((one) => one.message).join()).toMatch(message);
  });

  test('artifacts go from job to job; a second upload of a name is refused', async () => {
    const result = await run(`
on: push
jobs:
  first:
    runs-on: x
    steps:
      - run: mkdir -p out/sub; echo one > out/a.txt; echo two > out/sub/b.txt; echo no > out/.hidden
      - { uses: actions/upload-artifact@v4, with: { name: files, path: out } }
      - { id: again, continue-on-error: true, uses: actions/upload-artifact@v4, with: { name: files, path: out } }
      - { id: none, uses: actions/upload-artifact@v4, with: { name: none, path: nope } }
  second:
    needs: first
    runs-on: x
    steps:
      - { uses: actions/download-artifact@v5, with: { name: files, path: got } }
      - { run: 'echo "mark: $(cat got/a.txt got/sub/b.txt | tr "\\n" +) $(ls -A got | tr "\\n" +)"' }
      - { id: lost, continue-on-error: true, uses: actions/download-artifact@v5, with: { name: nope } }
`);
    expect(marks(result)).toEqual(['one+two+ a.txt+sub+']);
    const outcomes = result.jobs.flatMap(({ steps }) => steps).filter(({ outcome }) => outcome === 'failure');
    expect(outcomes.map(({ id }) => id)).toEqual(['again', 'lost']);
    expect(result.jobs[0]?.annotations.map(({ level }) => level)).toContain('warning');
  });

  test('a cache is saved after a job that went well and restored in the next run', async () => {
    const cacheFolder = folderWith({});
    const workflow = `
on: push
jobs:
  job:
    runs-on: x
    steps:
      - { id: cache, uses: actions/cache@v4, with: { path: kept, key: key-2, restore-keys: key- } }
      - { run: 'echo "mark: [\${{ steps.cache.outputs.cache-hit }}] $(cat kept/file 2>/dev/null)"; mkdir -p kept; echo here > kept/file' }
`;
    const first = await run(workflow, {}, { cacheFolder });
    const second = await run(workflow, {}, { cacheFolder });
    const third = await run(workflow.replace('key: key-2', 'key: key-3'), {}, { cacheFolder });
    expect([first, second, third].flatMap(marks)).toEqual(['[] ', '[true] here', '[false] here']);
  });
});
