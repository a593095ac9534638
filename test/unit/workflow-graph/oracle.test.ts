import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { rules } from '@sallyport/separation';
import { exampleInput, loadExamples } from '../../../packages/separation/src/example-input.ts';
import { readWorkflow } from '@sallyport/workflow-graph';

/** A workflow with one job `a`, whose lines are given. */
function job(...lines: readonly string[]): string {
  return `on: push\njobs:\n  a:\n${lines.map((line) => `    ${line}\n`).join('')}`;
}
const base = ['runs-on: ubuntu-latest', 'steps: [{ run: echo }]'] as const;
const withJob = (...lines: readonly string[]): string => job(...base, ...lines);
const withStep = (step: string): string => job(base[0], `steps: [${step}]`);
const top = (...lines: readonly string[]): string =>
  `${lines.join('\n')}\n${job(...base).replace('on: push\n', '')}`;

const refused: readonly (readonly [string, string])[] = [
  ['no `on`', job(...base).replace('on: push\n', '')],
  ['no jobs', 'on: push\n'],
  ['empty jobs', 'on: push\njobs: {}\n'],
  ['an unknown event', top('on: pushed')],
  ['an unknown event in a list', top('on: [push, pushed]')],
  ['an unknown event in a mapping', top('on: { pushed: {} }')],
  ['an unknown activity type', top('on: { issues: { types: [melted] } }')],
  ['an unknown filter', top('on: { push: { branch: [main] } }')],
  ['a cron without cron', top('on: { schedule: [{ every: day }] }')],
  ['an unknown key at the top', top('on: push', 'permission: {}')],
  ['a key in the wrong case', top('on: push', 'Permissions: {}')],
  ['permissions null', top('on: push', 'permissions:')],
  ['permissions a word', top('on: push', 'permissions: write')],
  ['an unknown scope', top('on: push', 'permissions: { content: read }')],
  ['an unknown level', top('on: push', 'permissions: { contents: admin }')],
  ['id-token: read', top('on: push', 'permissions: { id-token: read }')],
  ['models: write', top('on: push', 'permissions: { models: write }')],
  ['job permissions null', withJob('permissions:')],
  ['job permissions unknown scope', withJob('permissions: { secrets: write }')],
  ['no runs-on', job('steps: [{ run: echo }]')],
  ['an unknown key in a job', withJob('environments: production')],
  ['needs an unknown job', withJob('needs: b')],
  ['needs itself', withJob('needs: a')],
  [
    'a cycle of needs',
    'on: push\njobs:\n  a:\n    needs: b\n    runs-on: x\n    steps: [{ run: echo }]\n  b:\n    needs: a\n    runs-on: x\n    steps: [{ run: echo }]\n',
  ],
  ['a job id with a blank', job(...base).replace('  a:', '  a b:')],
  ['a job id that begins with a digit', job(...base).replace('  a:', '  1a:')],
  ['a step with run and uses', withStep('{ run: echo, uses: a/b@v1 }')],
  ['a step with neither', withStep('{ name: x }')],
  ['an unknown key in a step', withStep('{ run: echo, environment: x }')],
  ['with beside run', withStep('{ run: echo, with: { a: b } }')],
  ['shell beside uses', withStep('{ uses: actions/checkout@v4, shell: bash }')],
  ['two steps with one id', withStep('{ run: echo, id: x }, { run: echo, id: x }')],
  ['steps not a list', job(base[0], 'steps: { run: echo }')],
  [
    'environment on a calling job',
    'on: push\njobs:\n  a:\n    uses: ./.github/workflows/b.yml\n    environment: production\n',
  ],
  ['env on a calling job', 'on: push\njobs:\n  a:\n    uses: ./.github/workflows/b.yml\n    env: { A: b }\n'],
  [
    'steps on a calling job',
    'on: push\njobs:\n  a:\n    uses: ./.github/workflows/b.yml\n    steps: [{ run: echo }]\n',
  ],
  ['secrets a word', 'on: push\njobs:\n  a:\n    uses: ./.github/workflows/b.yml\n    secrets: all\n'],
  ['with on a job with steps', withJob('with: { a: b }')],
  ['secrets in a job condition', withJob("if: secrets.A != ''")],
  ['an unknown context', withJob("if: githb.ref == 'x'")],
  ['an unknown function', withJob('if: successful()')],
  ['a broken expression', withJob('if: github.ref == ')],
  ['an unclosed expression', withStep('{ run: "echo ${{ github.ref" }')],
  ['an expression in a workflow name', top('on: push', 'name: "${{ github.ref }}"')],
  ['steps context in a job name', withJob('name: "${{ steps.x.outputs.y }}"')],
  ['secrets in an environment', withJob('environment: "${{ secrets.A }}"')],
  ['secrets in runs-on', job('runs-on: "${{ secrets.A }}"', base[1])],
  ['matrix in a job condition', withJob("if: matrix.a == 'b'")],
  ['runner in job env', withJob('env: { A: "${{ runner.temp }}" }')],
  ['env in workflow env', top('on: push', 'env: { A: "${{ env.B }}" }')],
  ['always() in a run line', withStep('{ run: "echo ${{ always() }}" }')],
  ['timeout not a number', withJob('timeout-minutes: soon')],
  ['matrix a list', withJob('strategy: { matrix: [a] }')],
  ['matrix value not a list', withJob('strategy: { matrix: { a: b } }')],
  ['strategy unknown key', withJob('strategy: { parallel: 2 }')],
  ['container unknown key', withJob('container: { picture: alpine }')],
  ['environment without a name', withJob('environment: { url: https://x.example }')],
  ['environment unknown key', withJob('environment: { name: a, reviewers: 2 }')],
  ['concurrency without a group', withJob('concurrency: { cancel-in-progress: true }')],
  ['defaults unknown key', withJob('defaults: { shell: bash }')],
  ['runs-on empty', job('runs-on: ""', base[1])],
  [
    'a workflow_call input without a type',
    top('on: { workflow_call: { inputs: { a: { required: true } } } }'),
  ],
  [
    'a workflow_call input of an unknown type',
    top('on: { workflow_call: { inputs: { a: { type: list } } } }'),
  ],
  [
    'a workflow_call output without a value',
    top('on: { workflow_call: { outputs: { a: { description: b } } } }'),
  ],
  [
    'a workflow_dispatch input of an unknown type',
    top('on: { workflow_dispatch: { inputs: { a: { type: list } } } }'),
  ],
  ['a merge key', 'on: push\nx: &x { runs-on: y }\njobs:\n  a:\n    <<: *x\n    steps: [{ run: echo }]\n'],
  ['a second document', `${job(...base)}---\non: push\n`],
  ['a list as the file', '- on: push\n'],
  ['a text as the file', 'hello\n'],
  ['tabs', 'on: push\njobs:\n\ta:\n\t\truns-on: x\n'],
  ['an unclosed quote', 'on: "push\njobs: {}\n'],
  ['an alias without an anchor', 'on: *nothing\njobs: {}\n'],
];

/** The package fails or is silent here, and GitHub's own reader refuses: `actions/runner`, YamlObjectReader.cs. */
const refusedByTheServer: readonly (readonly [string, string])[] = [
  ['a duplicate key', top('on: push', 'permissions: {}', 'permissions: write-all')],
  ['a duplicate key in another case', top('on: push', 'permissions: {}', 'Permissions: write-all')],
  ['a duplicate job', `${job(...base)}  a:\n    runs-on: x\n    steps: [{ run: echo }]\n`],
  ['a job without steps', job(base[0])],
  ['branches beside branches-ignore', top('on: { push: { branches: [a], branches-ignore: [b] } }')],
];

const accepted: readonly (readonly [string, string])[] = [
  ['a plain one', job(...base)],
  ['on as a quoted key', job(...base).replace('on:', '"on":')],
  ['a byte order mark', `\ufeff${job(...base)}`],
  ['CRLF', job(...base).replaceAll('\n', '\r\n')],
  [
    'anchors and aliases',
    'on: push\nenv: &e { A: b }\njobs:\n  a:\n    runs-on: x\n    env: *e\n    steps: [{ run: echo }]\n',
  ],
  ['a matrix by expression', withJob('strategy: { matrix: "${{ fromJSON(vars.M) }}" }')],
  ['an environment by expression', withJob('environment: "${{ inputs.x }}"')],
  ['deployment: false', withJob('environment: { name: a, deployment: false }')],
  ['runs-on with a group', job('runs-on: { group: big, labels: [x64] }', base[1])],
  ['write-all', withJob('permissions: write-all')],
  ['numbers and booleans as texts', withStep('{ run: echo, env: { A: 1, B: true, C: 1.10 } }')],
  ['a condition without braces', withJob("if: github.ref == 'refs/heads/main' && !cancelled()")],
  ['hashFiles in a step', withStep("{ run: \"echo ${{ hashFiles('a') }}\", if: \"hashFiles('b') != ''\" }")],
  [
    'a reusable workflow',
    `on:\n  workflow_call:\n    inputs: { a: { type: string, default: x } }\n    secrets: { B: { required: true } }\n    outputs: { c: { value: "\${{ jobs.a.outputs.c }}" } }\n${job(...base, 'outputs: { c: "${{ steps.x.outputs.y }}" }').replace('on: push\n', '')}`,
  ],
  [
    'services with credentials',
    withJob(
      'services: { db: { image: postgres, ports: ["5432:5432"], credentials: { username: a, password: "${{ secrets.P }}" } } }',
    ),
  ],
];

const ids = rules.map(({ id }) => id);
const loaded = await Promise.all(
  rules
    .filter(({ id }) => id !== 'unreadable-workflow')
    .map(async (rule) => ({ rule, examples: await loadExamples(rule) })),
);
const examples = loaded.flatMap(({ rule, examples: { before, after, violated, holds } }) =>
  [before, after, ...violated.map(({ files }) => files), ...holds.map(({ files }) => files)].flatMap(
    (files, index) =>
      exampleInput(files, ids)
        .files.filter(({ path }) => path.startsWith('.github/workflows/'))
        .map(({ path, content }) => [`${rule.id} ${index} ${path}`, String(content)] as const),
  ),
);

const all = [...refused, ...accepted, ...examples];
const verdicts = new Map<string, readonly string[]>();

beforeAll(() => {
  const worker = join(import.meta.dirname, 'github-parser.ts');
  const input = JSON.stringify(all.map(([name, text]) => ({ name, text })));
  const run = spawnSync(process.execPath, ['--import', 'tsx', worker], { input, encoding: 'utf8' });
  if (run.status !== 0) throw new Error(run.stderr);
  const results = JSON.parse(run.stdout) as readonly (readonly string[])[];
  for (const [index, [name]] of all.entries()) verdicts.set(name, results[index] ?? ['no answer']);
});

function ours(text: string): readonly string[] {
  return readWorkflow('.github/workflows/x.yml', text).diagnostics.map(({ message }) => message);
}

describe('what GitHub’s own parser refuses, we report', () => {
  test.each(refused)('%s', (name, text) => {
    expect(verdicts.get(name)).not.toEqual([]);
    expect(ours(text)).not.toEqual([]);
  });

  test.each(refusedByTheServer)('%s', (_, text) => expect(ours(text)).not.toEqual([]));
});

describe('what GitHub’s own parser takes, we take', () => {
  test.each([...accepted, ...examples])('%s', (name, text) => {
    expect(verdicts.get(name)).toEqual([]);
    expect(ours(text)).toEqual([]);
  });
});
