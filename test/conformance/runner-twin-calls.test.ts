import { describe, expect, test } from '@jest/globals';
import { nodeAction } from '../runner/conformance/row.ts';
import { type JobIdentity } from '../runner/index.ts';
import { conclusions, folderWith, marks, run } from './runner-twin-scene.ts';

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
