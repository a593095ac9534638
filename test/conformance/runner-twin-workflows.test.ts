import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { workflowCommand } from '../../scripts/workflow.ts';
import { nodeAction, compositeAction } from '../runner/conformance/row.ts';
import {
  runWorkflow,
  type JobIdentity,
  type Moment,
  type RunOptions,
  type RunResult,
} from '../runner/index.ts';
import { expandMatrix, nameWithMatrix } from '../runner/matrix.ts';
import { capForFork, defaultPermissions, findBreach, parsePermissions } from '../runner/permissions.ts';

const cleanUps: (() => void)[] = [];

afterEach(() => {
  for (const cleanUp of cleanUps.splice(0)) cleanUp();
});

function folderWith(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'sallyport-workflows-'));
  cleanUps.push(() => {
    rmSync(root, { recursive: true, force: true });
  });
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return root;
}

async function run(
  workflow: string,
  files: Readonly<Record<string, string>> = {},
  options: Partial<RunOptions> = {},
): Promise<RunResult> {
  const result = await runWorkflow({ root: folderWith(files), workflow, ...options });
  cleanUps.push(result.dispose);
  return result;
}

/** `id: conclusion` of each job. */
function conclusions(result: RunResult): string[] {
  return result.jobs.map(({ name, conclusion }) => `${name}: ${conclusion}`);
}

function marks(result: RunResult): string[] {
  return result.jobs.flatMap(({ text }) =>
    [...text.matchAll(/^mark: (.*)$/gm)].map(([, mark]) => mark ?? ''),
  );
}

describe('expandMatrix', () => {
  test.each<[string, unknown, unknown[]]>([
    ['one vector', { os: ['a', 'b'] }, [{ os: 'a' }, { os: 'b' }]],
    [
      'a product',
      { a: [1, 2], b: [true] },
      [
        { a: 1, b: true },
        { a: 2, b: true },
      ],
    ],
    [
      'exclude takes what it covers',
      { a: [1, 2], b: [1, 2], exclude: [{ a: 1, b: 2 }, { b: 1 }] },
      [{ a: 2, b: 2 }],
    ],
    [
      'include extends what it agrees with',
      { a: [1, 2], include: [{ a: 1, c: 3 }] },
      [{ a: 1, c: 3 }, { a: 2 }],
    ],
    [
      'include without a known vector extends all',
      { a: [1, 2], include: [{ c: 3 }] },
      [
        { a: 1, c: 3 },
        { a: 2, c: 3 },
      ],
    ],
    ['include that would change a value stands alone', { a: [1], include: [{ a: 5 }] }, [{ a: 1 }, { a: 5 }]],
    ['include alone', { include: [{ x: 1 }, { x: 2 }] }, [{ x: 1 }, { x: 2 }]],
  ])('%s', (_, matrix, combinations) => {
    expect(expandMatrix(matrix)).toEqual(combinations);
  });

  test.each<[string, unknown]>([
    ['no mapping', ['a']],
    ['nothing left', { a: [1], exclude: [{ a: 1 }] }],
    ['a vector that is no list', { a: 'b' }],
  ])('refuses %s', (_, matrix) => {
    expect(() => expandMatrix(matrix)).toThrow(/matrix/i);
  });

  test('names', () => {
    expect(nameWithMatrix('build', { os: 'linux', node: { version: 20 } })).toBe('build (linux, 20)');
  });
});

describe('permissions', () => {
  test.each<[string, unknown, Record<string, string | undefined>]>([
    [
      'unnamed scopes get nothing',
      { contents: 'read' },
      { contents: 'read', packages: undefined, 'id-token': undefined },
    ],
    ['read-all has no id-token', 'read-all', { contents: 'read', 'id-token': undefined, models: 'read' }],
    [
      'write-all has id-token and attestations',
      'write-all',
      { 'id-token': 'write', attestations: 'write', models: 'read' },
    ],
    ['an empty mapping grants nothing', {}, { contents: undefined }],
  ])('%s', (_, block, expected) => {
    const granted = parsePermissions(block);
    expect(Object.fromEntries(Object.keys(expected).map((scope) => [scope, granted[scope]]))).toEqual(
      expected,
    );
  });

  test.each<[string, unknown, RegExp]>([
    ['an unknown scope', { content: 'read' }, /Unexpected permission 'content'/],
    ['id-token: read', { 'id-token': 'read' }, /'read' for the permission 'id-token'/],
    ['models: write', { models: 'write' }, /models/],
    ['null', null, /mapping/],
  ])('refuses %s', (_, block, message) => {
    expect(() => parsePermissions(block)).toThrow(message);
  });

  test('the two defaults', () => {
    expect(defaultPermissions('restricted')).toEqual({ contents: 'read', packages: 'read' });
    expect(defaultPermissions('permissive')).toMatchObject({ contents: 'write', models: 'read' });
    expect(defaultPermissions('permissive')).not.toHaveProperty('id-token');
  });

  test('a fork reads at most and has no id-token', () => {
    expect(capForFork({ contents: 'write', 'id-token': 'write' })).toEqual({ contents: 'read' });
  });

  test('a breach names both sides', () => {
    expect(findBreach('x', { contents: 'write' }, { contents: 'read' })).toBe(
      "The nested job 'x' is requesting 'contents: write', but is only allowed 'contents: read'.",
    );
    expect(findBreach('x', { contents: 'read' }, { contents: 'write' })).toBeUndefined();
  });
});

describe('jobs', () => {
  const echo = (text: string): string => `runs-on: x, steps: [{ run: 'echo mark: ${text}' }]`;

  test('run after what they need; a skipped or failed one skips what follows, but for always() and failure()', async () => {
    const result = await run(`
on: push
jobs:
  last: { needs: [bad, fine], if: always(), ${echo('last ${{ needs.bad.result }} ${{ needs.fine.result }}')} }
  bad: { runs-on: x, steps: [{ run: exit 1 }] }
  fine: { ${echo('fine')} }
  skipped: { needs: bad, ${echo('never')} }
  after-skipped: { needs: skipped, ${echo('never')} }
  on-failure: { needs: after-skipped, if: failure(), ${echo('failure')} }
  not-asked: { if: false, ${echo('never')} }
`);
    expect(marks(result)).toEqual(['fine', 'last failure success', 'failure']);
    expect(Object.fromEntries(result.jobs.map(({ id, conclusion }) => [id, conclusion]))).toEqual({
      bad: 'failure',
      fine: 'success',
      last: 'success',
      skipped: 'skipped',
      'after-skipped': 'skipped',
      'on-failure': 'success',
      'not-asked': 'skipped',
    });
    expect(result.conclusion).toBe('failure');
  });

  test('a matrix from an output of another job, fail-fast', async () => {
    const result = await run(`
on: push
jobs:
  plan:
    runs-on: x
    outputs: { list: '\${{ steps.list.outputs.list }}' }
    steps: [{ id: list, run: 'echo "list=[1,2,3]" >> "$GITHUB_OUTPUT"' }]
  legs:
    needs: plan
    strategy: { matrix: { n: '\${{ fromJSON(needs.plan.outputs.list) }}' } }
    runs-on: x
    steps: [{ run: 'echo mark: \${{ matrix.n }} of \${{ strategy.job-total }}; test \${{ matrix.n }} != 2' }]
`);
    expect(marks(result)).toEqual(['1 of 3', '2 of 3']);
    expect(conclusions(result)).toEqual([
      'plan: success',
      'legs (1): success',
      'legs (2): failure',
      'legs (3): cancelled',
    ]);
    expect(result.conclusion).toBe('failure');
  });

  test('a leg that may fail stops no other and fails nothing', async () => {
    const result = await run(`
on: push
jobs:
  legs:
    continue-on-error: \${{ matrix.n == 1 }}
    strategy: { matrix: { n: [1, 2] } }
    runs-on: x
    steps: [{ run: 'test \${{ matrix.n }} != 1' }]
  last: { needs: legs, ${echo('${{ needs.legs.result }}')} }
`);
    expect(conclusions(result)).toEqual(['legs (1): failure', 'legs (2): success', 'last: success']);
    expect(marks(result)).toEqual(['success']);
    expect(result.conclusion).toBe('success');
  });

  test('defaults.run, env of workflow, job and step, working-directory, concurrency accepted', async () => {
    const result = await run(`
on: push
concurrency: { group: g, cancel-in-progress: true }
env: { A: workflow, B: workflow, C: workflow }
defaults: { run: { shell: bash } }
jobs:
  job:
    runs-on: x
    env: { B: job, C: job }
    defaults: { run: { working-directory: sub } }
    steps:
      - { run: mkdir sub, working-directory: . }
      - { run: 'echo "mark: $A $B $C $(basename "$PWD")"', env: { C: step } }
`);
    expect(marks(result)).toEqual(['workflow job step sub']);
    expect(result.jobs[0]?.text).toContain('pipefail');
  });

  test('the time of a job runs out: it is cancelled, its posts run', async () => {
    const result = await run(
      `
on: push
jobs:
  job:
    runs-on: x
    timeout-minutes: 1
    steps: [{ uses: actions/checkout@v4 }, { uses: ./one }, { run: sleep 5 }]
`,
      nodeAction('one', { post: "console.log('mark: post')" }),
      { minuteMs: 400, cancellation: { interruptMs: 100, terminateMs: 100 } },
    );
    expect(conclusions(result)).toEqual(['job: cancelled']);
    expect(marks(result)).toEqual(['post']);
  });

  test('environments: their secrets and variables, and the url, unless it holds a secret', async () => {
    const result = await run(
      `
on: push
jobs:
  deploy:
    environment: { name: production, url: 'https://x.test/\${{ steps.a.outcome }}' }
    runs-on: x
    steps: [{ id: a, run: 'echo mark: \${{ vars.V }} \${{ secrets.S != secrets.R }}' }]
  other:
    environment: { name: production, url: 'https://x.test/\${{ secrets.S }}' }
    runs-on: x
    steps: [{ run: 'true' }]
  none:
    runs-on: x
    steps: [{ run: 'echo "mark: [\${{ vars.V }}\${{ secrets.S }}]"' }]
`,
      {},
      {
        secrets: { R: 'repository-secret' },
        environments: { production: { secrets: { S: 'production-secret' }, vars: { V: 'v' } } },
      },
    );
    expect(marks(result)).toEqual(['v true', '[]']);
    expect(result.jobs.map(({ environmentUrl }) => environmentUrl)).toEqual([
      'https://x.test/success',
      undefined,
      undefined,
    ]);
  });

  test('a process that outlives its step is ended with the job', async () => {
    const result = await run(`
on: push
jobs:
  job:
    runs-on: x
    steps: [{ run: 'sleep 60 > /dev/null 2>&1 & echo "mark: $!"' }]
`);
    expect(result.jobs[0]?.text).toMatch(/^Terminate orphan process: pid \(\d+\)$/m);
    // What was killed may stay as a zombie, which has no command line.
    const commandLine = `/proc/${marks(result)[0] ?? ''}/cmdline`;
    expect(existsSync(commandLine) ? readFileSync(commandLine, 'utf8') : '').toBe('');
  });
});

describe('called workflows', () => {
  const called = (permissions: string, job = ''): Record<string, string> => ({
    '.github/workflows/called.yml': `
on:
  workflow_call:
    inputs: { flag: { type: boolean }, word: { type: string, default: none } }
    secrets: { S: { required: false } }
${permissions}
jobs:
  inner:
    runs-on: x
${job}
    steps: [{ run: 'echo "mark: \${{ inputs.flag }} \${{ inputs.word }} \${{ secrets.S != null }} \${{ github.workflow }}"' }]
`,
  });
  const caller = (more: string, permissions = 'permissions: { id-token: write, contents: read }'): string => `
name: outer
on: push
${permissions}
jobs:
  call:
    uses: ./.github/workflows/called.yml
${more}
`;

  async function identities(workflow: string, files: Record<string, string>) {
    const seen: JobIdentity[] = [];
    const result = await run(workflow, files, {
      secrets: { S: 'some-secret-value' },
      services: {
        tokenEndpoint: (job) => {
          seen.push(job);
          return { url: 'http://127.0.0.1:1/', bearer: 'bearer-of-job' };
        },
      },
    });
    return { result, seen };
  }

  test.each<[string, string, string, string, boolean]>([
    ['without a block inherits the callers, id-token included', '', '', '', true],
    ['its own block replaces that', 'permissions: { contents: read }', '', '', false],
    [
      "its job's block is held against the caller, not against its own workflow",
      'permissions: {}',
      '    permissions: { id-token: write }',
      '',
      true,
    ],
    ["the calling job's block replaces its workflow's", '', '', '    permissions: { contents: read }', false],
  ])('%s', async (_, root, job, more, granted) => {
    const { result, seen } = await identities(caller(more), called(root, job));
    expect(result.startupErrors).toEqual([]);
    expect(seen.map(({ name }) => name)).toEqual(granted ? ['call / inner'] : []);
  });

  test('asking for more than the caller has starts nothing', async () => {
    const { result, seen } = await identities(
      caller('    permissions: { contents: read }'),
      called('permissions: { contents: write }'),
    );
    expect(result.conclusion).toBe('startup_failure');
    expect(result.startupErrors).toEqual([
      "The nested job 'inner' is requesting 'contents: write', but is only allowed 'contents: read'.",
    ]);
    expect(result.jobs).toEqual([]);
    expect(seen).toEqual([]);
  });

  test('the identity of its job names its file, the run the file that was started', async () => {
    const { seen } = await identities(caller(''), called(''));
    expect(seen[0]).toMatchObject({
      workflowRef: 'my-org/my-app/.github/workflows/workflow.yml@refs/heads/main',
      jobWorkflowRef: 'my-org/my-app/.github/workflows/called.yml@refs/heads/main',
      runnerEnvironment: 'github-hosted',
    });
  });

  test('typed inputs; secrets only when passed or inherited', async () => {
    const { result } = await identities(
      caller("    with: { flag: '${{ 1 == 1 }}' }\n    secrets: inherit"),
      called(''),
    );
    expect(marks(result)).toEqual(['true none true outer']);
    const without = await identities(caller('    with: { word: there }'), called(''));
    expect(marks(without.result)).toEqual(['false there false outer']);
  });

  test.each<[string, string, RegExp]>([
    ['a file that is not there', './.github/workflows/nope.yml', /workflow was not found/],
    ['a file elsewhere', './actions/x.yml', /must lie directly in/],
    ['an unknown repository', 'a/b/.github/workflows/x.yml@v1', /workflow was not found/],
  ])('refuses %s', async (_, uses, message) => {
    const result = await run(`on: push\njobs: { call: { uses: ${uses} } }\n`);
    expect(result.conclusion).toBe('startup_failure');
    expect(result.startupErrors[0]).toMatch(message);
  });

  test('`$/` and another repository', async () => {
    const other = folderWith(called(''));
    const result = await run(
      `on: push\njobs:\n  own: { uses: $/.github/workflows/called.yml }\n  other: { uses: org/lib/.github/workflows/called.yml@v1 }\n`,
      called(''),
      { repositories: { 'org/lib': other } },
    );
    expect(conclusions(result)).toEqual(['own / inner: success', 'other / inner: success']);
  });
});

describe('the trigger', () => {
  const look = `
on: [push, pull_request, pull_request_target, workflow_dispatch]
permissions: { id-token: write, contents: write }
jobs:
  job:
    runs-on: x
    steps: [{ id: look, env: { S: '\${{ secrets.S }}' }, run: 'echo "mark: [$S] \${ACTIONS_ID_TOKEN_REQUEST_URL:+token} $GITHUB_HEAD_REF"' }]
`;
  const fromFork = {
    pull_request: { head: { ref: 'topic', repo: { full_name: 'stranger/my-app' } }, base: { ref: 'main' } },
  };

  test.each<[string, RunOptions['event'], string]>([
    ['a push', { name: 'push' }, '[***] token '],
    ['a pull request from a fork', { name: 'pull_request', payload: fromFork }, '[]  topic'],
    [
      'pull_request_target from a fork',
      { name: 'pull_request_target', payload: fromFork },
      '[***] token topic',
    ],
  ])('%s', async (_, event, mark) => {
    const result = await run(look, {}, { event: event ?? {}, secrets: { S: 'some-secret' } });
    expect(marks(result)).toEqual([mark]);
  });

  test('workflow_dispatch has typed inputs and defaults', async () => {
    const result = await run(
      `
on: { workflow_dispatch: { inputs: { yes: { type: boolean, default: true }, word: { default: hi } } } }
jobs: { job: { runs-on: x, steps: [{ run: 'echo "mark: \${{ inputs.yes == true }} \${{ inputs.word }} \${{ github.event.inputs.word }}"' }] } }
`,
      {},
      { event: { name: 'workflow_dispatch' }, inputs: { word: 'given' } },
    );
    expect(marks(result)).toEqual(['true given given']);
  });

  test('an event that the file does not listen to is refused', async () => {
    await expect(run(look, {}, { event: { name: 'release' } })).rejects.toThrow(
      "does not run on the event 'release'",
    );
  });
});

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

describe('cancellation', () => {
  const files = {
    ...nodeAction('one', { post: "console.log('mark: post one')" }),
    ...nodeAction('two', { post: "console.log('mark: post two')" }),
    ...compositeAction('outer', '- uses: ./two'),
  };
  const workflow = `
on: push
jobs:
  job:
    runs-on: x
    steps:
      - uses: actions/checkout@v4
      - uses: ./one
      - uses: ./outer
      - run: 'true'
  later: { needs: job, runs-on: x, steps: [{ run: 'echo mark: never' }] }
  cleanup: { needs: job, if: always(), runs-on: x, steps: [{ run: 'echo mark: not begun either', if: success() }] }
`;

  test.each<[number, string[]]>([
    [0, []],
    [1, []],
    [2, ['post one']],
    // A step inside a composite that has begun asks the composite, which has not failed: it runs.
    [3, ['post two', 'post one']],
    [4, ['post two', 'post one']],
  ])('before step %i: what had begun has its post, in reverse order', async (at, expected) => {
    let seen = 0;
    const cancelAt = (moment: Moment): boolean =>
      moment.when === 'before-step' && !moment.post && seen++ === at;
    const result = await run(workflow, files, { cancelAt });
    expect(marks(result)).toEqual(expected);
    expect(result.conclusion).toBe('cancelled');
    expect(result.jobs.map(({ conclusion }) => conclusion)).toEqual(['cancelled', 'cancelled', 'cancelled']);
  });

  test('by a signal from outside, inside a step', async () => {
    const abort = new AbortController();
    const result = await run(
      `on: push\njobs: { job: { runs-on: x, steps: [{ id: slow, run: 'echo begun; sleep 20' }] } }\n`,
      {},
      {
        signal: abort.signal,
        cancellation: { interruptMs: 100, terminateMs: 100 },
        onLogLine: (line) => {
          if (line === 'begun') abort.abort();
        },
      },
    );
    expect(result.jobs[0]?.steps[0]?.conclusion).toBe('cancelled');
    expect(result.jobs[0]?.text).toContain('##[error]The operation was canceled.');
  });
});

describe('bad files', () => {
  test.each([
    ['in a description', '{ a: { description: "pass ${{ github.sha }}" } }', 'failure'],
    ['in a default', '{ a: { default: "${{ github.sha }}" } }', 'success'],
  ])('an expression %s of an action: %s', async (_, inputs, conclusion) => {
    const result = await run(
      `on: push\njobs: { job: { runs-on: x, steps: [{ uses: $/act }] } }\n`,
      nodeAction('act', { inputs }),
    );
    expect(result.conclusion).toBe(conclusion);
  });

  test.each(['container: alpine', 'services: { db: { image: x } }'])('%s fails the job', async (line) => {
    const result = await run(
      `on: push\njobs:\n  job:\n    runs-on: x\n    ${line}\n    steps: [{ run: 'true' }]\n`,
    );
    expect(result.conclusion).toBe('failure');
    expect(result.jobs[0]?.annotations[0]?.message).toMatch(/does not run here/);
  });

  test.each<[string, string, RegExp]>([
    ['no jobs', 'on: push\nname: x\n', /needs 'jobs'/],
    ['no trigger', 'jobs: { a: { steps: [] } }\nname: x\n', /needs 'on'/],
    ['a need that is not there', 'on: push\njobs: { a: { needs: b, steps: [] } }\n', /unknown job 'b'/],
    [
      'needs in a circle',
      'on: push\njobs: { a: { needs: b, steps: [] }, b: { needs: a, steps: [] } }\n',
      /depends on itself/,
    ],
    ['a file that is not there', 'nope.yml', /There is no workflow file/],
  ])('%s', async (_, workflow, message) => {
    await expect(run(workflow)).rejects.toThrow(message);
  });

  test('a context that the place does not have fails the step', async () => {
    const result = await run(
      `on: push\njobs: { job: { runs-on: x, steps: [{ if: secrets.S, run: 'true' }] } }\n`,
    );
    expect(result.jobs[0]?.annotations[0]?.message).toMatch(/Unrecognized named-value: 'secrets'/);
  });
});

describe('npm run workflow', () => {
  async function command(workflow: string, ...args: string[]) {
    const file = join(folderWith({ 'w.yml': workflow }), 'w.yml');
    const lines: string[] = [];
    const code = await workflowCommand({ args: [file, ...args], print: (line) => lines.push(line) });
    return { code, text: lines.join('\n') };
  }

  test('prints the log, the annotations, the summary and the conclusion', async () => {
    const { code, text } = await command(
      `on: push\njobs: { job: { runs-on: x, steps: [{ run: 'echo "see $S"; echo "::warning file=a.js,line=3::look"; echo "# Sum" >> "$GITHUB_STEP_SUMMARY"', env: { S: '\${{ secrets.S }}' } }] } }\n`,
      '--secret',
      'S=some-secret',
    );
    expect(code).toBe(0);
    expect(text).toContain('job │ see ***');
    expect(text).toContain('  warning a.js:3: look');
    expect(text).toContain('  │ # Sum');
    expect(text).toContain('Run: success');
  });

  test.each<[string, string, number]>([
    ['a failure', 'on: push\njobs: { job: { runs-on: x, steps: [{ run: exit 1 }] } }\n', 1],
    ['a bad file', 'on: push\n', 3],
  ])('tells %s by its exit code', async (_, workflow, expected) => {
    expect((await command(workflow)).code).toBe(expected);
  });

  test('without a file says how', async () => {
    const lines: string[] = [];
    expect(await workflowCommand({ args: [], print: (line) => lines.push(line) })).toBe(3);
    expect(lines[0]).toContain('npm run workflow -- <file>');
  });
});
