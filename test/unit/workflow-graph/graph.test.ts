import { describe, expect, test } from '@jest/globals';
import { buildGraph, writesOf, type ReachedJob, type WorkflowGraph } from '@sallyport/workflow-graph';

type Files = Readonly<Record<string, string>>;

function graphOf(files: Files, remote: Files = {}): WorkflowGraph {
  return buildGraph({
    files: Object.entries(files).map(([name, content]) => ({
      path: name.includes('/') ? name : `.github/workflows/${name}`,
      content,
    })),
    remote: (path) => remote[path],
  });
}

function find(graph: WorkflowGraph, id: string): ReachedJob {
  const job = graph.jobs.find((candidate) => candidate.id === id);
  if (job === undefined)
    throw new Error(`no ${id} in ${graph.jobs.map((candidate) => candidate.id).join(', ')}`);
  return job;
}

const events = (job: ReachedJob): readonly string[] => job.events.map(({ event }) => event);
const codes = (graph: WorkflowGraph): readonly string[] => graph.diagnostics.map(({ code }) => code);
const steps = '    runs-on: x\n    steps: [{ run: echo }]\n';

describe('chains of calls', () => {
  const inner = `on: { workflow_call: { inputs: { env: { type: string, default: dev } } } }\njobs:\n  deploy:\n    environment: \${{ inputs.env }}\n${steps}`;

  test.each(['./.github/workflows/inner.yml', '$/.github/workflows/inner.yml'])('%s is followed', (uses) => {
    const graph = graphOf({
      'ci.yml': `on: push\npermissions: { contents: read, id-token: write }\njobs:\n  call:\n    uses: ${uses}\n    with: { env: prod }\n`,
      'inner.yml': inner,
    });
    const job = find(graph, 'ci.yml/call > inner.yml/deploy');
    expect(writesOf(job.permissions)).toEqual(['id-token']);
    expect(job.environment).toMatchObject({ literals: ['prod'], open: false });
    expect(graph.diagnostics).toEqual([]);
  });

  test('an input that is not given has its default', () => {
    const graph = graphOf({
      'ci.yml': 'on: push\njobs:\n  call:\n    uses: ./.github/workflows/inner.yml\n',
      'inner.yml': inner,
    });
    expect(find(graph, 'ci.yml/call > inner.yml/deploy').environment?.literals).toEqual(['dev']);
  });

  test('a remote workflow is read when its text is given, and its own ./ resolves there', () => {
    const graph = graphOf(
      { 'ci.yml': 'on: push\njobs:\n  call:\n    uses: o/r/.github/workflows/a.yml@v1\n' },
      {
        'o/r/v1/.github/workflows/a.yml':
          'on: workflow_call\njobs:\n  next:\n    uses: ./.github/workflows/b.yml\n',
        'o/r/v1/.github/workflows/b.yml': `on: workflow_call\njobs:\n  leaf:\n${steps}`,
      },
    );
    expect(graph.jobs.map(({ id }) => id)).toContain('ci.yml/call > a.yml@v1/next > b.yml@v1/leaf');
  });

  test.each([
    [
      'a remote workflow that is not given',
      { 'ci.yml': 'on: push\njobs:\n  a:\n    uses: o/r/.github/workflows/a.yml@v1\n' },
      'graph/unresolved',
    ],
    [
      'a local one that is missing',
      { 'ci.yml': 'on: push\njobs:\n  a:\n    uses: ./.github/workflows/a.yml\n' },
      'graph/missing-local',
    ],
    [
      'one that calls itself',
      { 'ci.yml': 'on: [push, workflow_call]\njobs:\n  a:\n    uses: ./.github/workflows/ci.yml\n' },
      'graph/cycle',
    ],
    [
      'one that cannot be called',
      {
        'ci.yml': 'on: push\njobs:\n  a:\n    uses: ./.github/workflows/b.yml\n',
        'b.yml': `on: push\njobs:\n  b:\n${steps}`,
      },
      'graph/invalid-value',
    ],
    [
      'a name that is no workflow',
      { 'ci.yml': 'on: push\njobs:\n  a:\n    uses: nonsense\n' },
      'graph/invalid-value',
    ],
    [
      'a cycle of two',
      {
        'a.yml': 'on: [push, workflow_call]\njobs:\n  a:\n    uses: ./.github/workflows/b.yml\n',
        'b.yml': 'on: workflow_call\njobs:\n  b:\n    uses: ./.github/workflows/a.yml\n',
      },
      'graph/cycle',
    ],
  ] as const)('%s is told', (_, files, code) => expect(codes(graphOf(files))).toContain(code));

  test('ten levels are followed, the eleventh is told', () => {
    const chain = Object.fromEntries(
      Array.from({ length: 12 }, (_, level) => [
        `l${level}.yml`,
        `on: ${level === 0 ? 'push' : 'workflow_call'}\njobs:\n  next:\n    uses: ./.github/workflows/l${level + 1}.yml\n`,
      ]),
    );
    expect(codes(graphOf(chain))).toContain('graph/chain-limit');
  });

  test('ten deep and fifty wide stays small', () => {
    const files = Object.fromEntries(
      Array.from({ length: 10 }, (_, level) => [
        `l${level}.yml`,
        `on: ${level === 0 ? 'push' : 'workflow_call'}\njobs:\n${Array.from({ length: 50 }, (_, job) =>
          level === 9
            ? `  j${job}:\n${steps}`
            : `  j${job}:\n    uses: ./.github/workflows/l${level + 1}.yml\n`,
        ).join('')}`,
      ]),
    );
    const started = performance.now();
    const graph = graphOf(files);
    expect(graph.jobs.length).toBeLessThanOrEqual(500);
    expect(performance.now() - started).toBeLessThan(3000);
  });

  test('secrets go one level per call', () => {
    const graph = graphOf({
      'ci.yml':
        'on: push\njobs:\n  a:\n    uses: ./.github/workflows/b.yml\n    secrets: { TOKEN: "${{ secrets.T }}" }\n  c:\n    uses: ./.github/workflows/b.yml\n    secrets: inherit\n',
      'b.yml': `on: workflow_call\njobs:\n  leaf:\n${steps}`,
    });
    expect(find(graph, 'ci.yml/a > b.yml/leaf').secrets).toEqual(new Set(['TOKEN']));
    expect(find(graph, 'ci.yml/c > b.yml/leaf').secrets).toBe('all');
  });
});

describe('the events in which a job can run', () => {
  const two = (condition: string): string =>
    `on: [push, pull_request, pull_request_target]\njobs:\n  a:\n    if: ${condition}\n${steps}`;

  test.each([
    ["github.event_name == 'push'", ['push']],
    ["github.event_name != 'pull_request_target'", ['push', 'pull_request']],
    ["startsWith(github.ref, 'refs/heads/')", ['push', 'pull_request_target']],
    ["github.ref == 'refs/heads/main' && github.event_name == 'pull_request'", []],
    ['github.event.pull_request.merged == true', ['pull_request', 'pull_request_target']],
    ["vars.X == 'y'", ['push', 'pull_request', 'pull_request_target']],
  ])('%s', (condition, expected) => {
    expect(events(find(graphOf({ 'ci.yml': two(condition) }), 'ci.yml/a'))).toEqual(expected);
  });

  test('a job waits for its needs, unless it runs regardless', () => {
    const graph = graphOf({
      'ci.yml': `on: [push, pull_request]\njobs:\n  a:\n    if: github.event_name == 'push'\n${steps}  b:\n    needs: a\n${steps}  c:\n    needs: a\n    if: always()\n${steps}`,
    });
    expect(events(find(graph, 'ci.yml/b'))).toEqual(['push']);
    expect(events(find(graph, 'ci.yml/c'))).toEqual(['push', 'pull_request']);
  });

  test('workflow_run is known by the events of what it follows', () => {
    const follower = `on: { workflow_run: { workflows: [CI] } }\njobs:\n  a:\n    if: github.event.workflow_run.event == 'push'\n${steps}  b:\n${steps}`;
    const graph = graphOf({
      'ci.yml': `name: CI\non: [push, pull_request]\njobs:\n  x:\n${steps}`,
      'f.yml': follower,
    });
    expect(find(graph, 'f.yml/a').events.map(({ producer }) => producer)).toEqual([
      { event: 'push', known: true },
    ]);
    expect(find(graph, 'f.yml/b').events.map(({ producer }) => producer?.event)).toEqual([
      'push',
      'pull_request',
    ]);
    const alone = graphOf({ 'f.yml': follower });
    expect(find(alone, 'f.yml/b').events.map(({ producer }) => producer?.known)).toEqual([false, false]);
  });

  test('a matrix bounds an environment; an unknown one does not', () => {
    const file = (matrix: string): string =>
      `on: push\njobs:\n  a:\n    strategy: { matrix: ${matrix} }\n    environment: \${{ matrix.t }}\n${steps}`;
    const environment = (matrix: string) => find(graphOf({ 'ci.yml': file(matrix) }), 'ci.yml/a').environment;
    expect(environment('{ t: [a, b] }')).toMatchObject({ literals: ['a', 'b'], open: false });
    expect(environment('{ t: [a], include: [{ t: c }] }')?.literals).toEqual(['a', 'c']);
    expect(environment('{ u: [a], include: [{ t: c }] }')?.literals).toEqual(['c', '']);
    expect(environment('"${{ fromJSON(vars.M) }}"')?.open).toBe(true);
    expect(environment('{ t: "${{ fromJSON(vars.M) }}" }')?.open).toBe(true);
  });

  test('a huge matrix is bounded', () => {
    const rows = Array.from({ length: 3000 }, (_, index) => `v${index}`).join(', ');
    const graph = graphOf({
      'ci.yml': `on: push\njobs:\n  a:\n    strategy: { matrix: { t: [${rows}] } }\n    environment: \${{ matrix.t }}\n${steps}`,
    });
    expect(find(graph, 'ci.yml/a').environment?.open).toBe(true);
  });
});

describe('composite actions', () => {
  const action = (inner: string): string =>
    `name: c\ndescription: c\ninputs: { who: { default: nobody } }\nruns:\n  using: composite\n  steps:\n${inner}`;

  test('their steps stand in the place of the step', () => {
    const graph = graphOf({
      'ci.yml':
        'on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - uses: ./tools/c\n        with: { who: me }\n      - run: echo after\n',
      'tools/c/action.yml': action(
        '    - run: echo inside\n      shell: bash\n      if: inputs.who == \'me\'\n    - uses: actions/cache@v4\n      with: { key: "${{ inputs.who }}" }\n',
      ),
    });
    const reached = find(graph, 'ci.yml/a').steps;
    expect(reached.map(({ step, within }) => [step.run?.text ?? step.uses?.text, within.length])).toEqual([
      ['./tools/c', 0],
      ['echo inside', 1],
      ['actions/cache@v4', 1],
      ['echo after', 0],
    ]);
    expect(reached[2]?.inputs.get('key')?.literals).toEqual(['me']);
  });

  test('one that uses itself ends', () => {
    const graph = graphOf({
      'ci.yml': 'on: push\njobs:\n  a:\n    runs-on: x\n    steps: [{ uses: ./c }]\n',
      'c/action.yml': action('    - uses: ./c\n'),
    });
    expect(find(graph, 'ci.yml/a').steps.length).toBeLessThan(20);
  });

  test('a remote one is opened when its text is given', () => {
    const graph = graphOf(
      { 'ci.yml': 'on: push\njobs:\n  a:\n    runs-on: x\n    steps: [{ uses: o/r/sub@v1 }]\n' },
      { 'o/r/v1/sub/action.yml': action('    - run: echo remote\n      shell: bash\n') },
    );
    expect(find(graph, 'ci.yml/a').steps.map(({ step }) => step.run?.text)).toContain('echo remote');
  });
});

test('sub-folders of the workflow folder and other files do not count', () => {
  const graph = graphOf({
    'ci.yml': `on: push\njobs:\n  a:\n${steps}`,
    '.github/workflows/old/x.yml': 'nonsense',
    'readme.yml/x': 'y',
  });
  expect(graph.workflows.map(({ fileName }) => fileName)).toEqual(['ci.yml']);
});
