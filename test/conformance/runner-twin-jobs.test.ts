import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { compositeAction, nodeAction } from '../runner/conformance/row.ts';
import { type Moment, type RunOptions } from '../runner/index.ts';
import { conclusions, marks, run } from './runner-twin-scene.ts';

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

  test.each(['1', '${{ vars.MINUTES }}'])(
    'the time of a job runs out (%s): it is cancelled, its posts run',
    async (minutes) => {
      const result = await run(
        `
on: push
jobs:
  job:
    runs-on: x
    timeout-minutes: ${minutes}
    steps: [{ uses: actions/checkout@v4 }, { uses: ./one }, { run: sleep 5 }]
`,
        nodeAction('one', { post: "console.log('mark: post')" }),
        { vars: { MINUTES: '1' }, minuteMs: 400, cancellation: { interruptMs: 100, terminateMs: 100 } },
      );
      expect(conclusions(result)).toEqual(['job: cancelled']);
      expect(marks(result)).toEqual(['post']);
    },
  );

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
