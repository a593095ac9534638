import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { readActions } from '../../../scripts/action-file.ts';
import { unknownInputs } from '../../../scripts/step-references.ts';
import { isWorkflow, workflowErrors } from '../../../scripts/workflow-schema.ts';
import { findSources, root, type SourceFile } from './source.ts';

const folders = ['.github/workflows', 'examples', 'workflow-templates', 'actions'];
const files = folders.flatMap((folder) => [...findSources(folder, '.yml'), ...findSources(folder, '.yaml')]);
const workflows = files.filter(({ path }) => path.startsWith('.github/workflows/'));
const actions = readActions(root);

interface Use {
  readonly reference: string;
  readonly comment: string;
  readonly line: number;
}

function usesOf({ text }: SourceFile): Use[] {
  return text.split('\n').flatMap((content, index) => {
    const match = /^\s*(?:-\s+)?["']?uses["']?:\s*["']?([^\s"']+)["']?\s*(?:#\s*(.*))?$/.exec(content);
    return match === null ? [] : [{ reference: match[1] ?? '', comment: match[2] ?? '', line: index + 1 }];
  });
}

/** A reference must be to this repository (`./`, `$/`) or to a full commit, its version in a comment. */
function pinFaults(file: SourceFile): string[] {
  return usesOf(file)
    .filter(
      ({ reference, comment }) =>
        !/^(\.|\$)\//.test(reference) &&
        !(/^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/.test(reference) && /^v\d+(\.\d+)*\b/.test(comment)),
    )
    .map(({ reference, line }) => `${file.path}:${line}: ${reference}`);
}

describe('uses:', () => {
  test.each(files)('$path names commits with their version', (file) => {
    expect(pinFaults(file)).toEqual([]);
  });

  test.each(files)('$path gives our actions inputs that they have', ({ text }) => {
    expect(unknownInputs(parse(text), actions)).toEqual([]);
  });

  test('one action has one commit everywhere', () => {
    const commits = new Map<string, Set<string>>();
    for (const { reference, comment } of files.flatMap(usesOf)) {
      const [name = '', commit] = reference.split('@');
      if (commit !== undefined)
        commits.set(name, (commits.get(name) ?? new Set()).add(`${commit} ${comment}`));
    }
    expect([...commits].filter(([, found]) => found.size > 1)).toEqual([]);
  });

  const commit = 'a'.repeat(40);
  test.each([
    { name: 'a tag', line: '      - uses: actions/checkout@v7', found: 1 },
    { name: 'a branch', line: '      - uses: actions/checkout@main # v7.0.1', found: 1 },
    { name: 'a short commit', line: '        uses: actions/checkout@3d3c42e # v7.0.1', found: 1 },
    { name: 'a commit without its version', line: `        uses: actions/checkout@${commit}`, found: 1 },
    { name: 'an image', line: '      - uses: docker://alpine:3', found: 1 },
    { name: 'a quoted tag', line: '      - "uses": "actions/checkout@v7"', found: 1 },
    {
      name: 'a commit with its version',
      line: `      - uses: actions/checkout@${commit} # v7.0.1`,
      found: 0,
    },
    {
      name: 'a path in a repository',
      line: `    uses: a/b/.github/workflows/c.yml@${commit} # v1`,
      found: 0,
    },
    { name: 'this repository', line: '      - uses: ./actions/oidc-login', found: 0 },
    { name: 'this repository at the running commit', line: '      - uses: $/actions/oidc-login', found: 0 },
  ])('$name: $found fault(s)', ({ line, found }) => {
    expect(pinFaults({ path: 'x.yml', text: line })).toHaveLength(found);
  });
});

interface Workflow {
  readonly permissions?: unknown;
  readonly jobs?: Readonly<
    Record<string, { readonly permissions?: unknown; readonly steps?: readonly Step[] }>
  >;
}

interface Step {
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

describe('a workflow file', () => {
  test.each(files.filter(({ text }) => isWorkflow(parse(text))))(
    '$path is one that GitHub takes',
    ({ text }) => {
      expect(workflowErrors(text)).toEqual([]);
    },
  );

  test.each([
    { name: 'an unknown key', from: 'runs-on', to: 'run-on' },
    { name: 'an unknown context', from: 'github.sha', to: 'githob.sha' },
    { name: 'a broken expression', from: 'github.sha }}', to: 'github.sha == }}' },
    { name: 'an unknown permission', from: 'contents: read', to: 'content: read' },
  ])('with $name is found', ({ from, to }) => {
    const good = [
      'on: push',
      'permissions:',
      '  contents: read',
      'jobs:',
      '  a:',
      '    runs-on: ubuntu-latest',
      '    steps:',
      '      - run: echo ${{ github.sha }}',
    ].join('\n');
    expect(workflowErrors(good)).toEqual([]);
    expect(workflowErrors(good.replace(from, to))).not.toEqual([]);
  });
});

describe('our own workflows', () => {
  test.each(workflows)('$path grants nothing by default, and each job what it needs', ({ text }) => {
    const workflow = parse(text) as Workflow;
    expect(workflow.permissions).toEqual({});
    for (const job of Object.values(workflow.jobs ?? {})) expect(job.permissions).toEqual(expect.any(Object));
  });

  test.each(workflows)('$path leaves no token on disk after a checkout', ({ text }) => {
    const steps = Object.values((parse(text) as Workflow).jobs ?? {}).flatMap((job) => job.steps ?? []);
    for (const step of steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'))) {
      expect(step.with?.['persist-credentials']).toBe(false);
    }
  });
});

describe('a step in documentation', () => {
  const known = new Map([['x', { inputs: { claims: {} } }]]);
  test.each<{ name: string; step: Step; faults: string[] }>([
    {
      name: 'an action that does not exist',
      step: { uses: './actions/y' },
      faults: ['there is no action y'],
    },
    {
      name: 'an input that does not exist',
      step: { uses: 'OWNER/sallyport/actions/x@SHA', with: { claim: 'a' } },
      faults: ['x has no input claim'],
    },
    {
      name: 'an inherited name',
      step: { uses: '$/actions/x', with: { toString: 'a' } },
      faults: ['x has no input toString'],
    },
    { name: 'an input that exists', step: { uses: './actions/x', with: { claims: 'a' } }, faults: [] },
    { name: "somebody else's action", step: { uses: 'a/b/actions/x@v1', with: { any: 'a' } }, faults: [] },
  ])('with $name', ({ step, faults }) => {
    expect(unknownInputs({ jobs: { a: { steps: [step] } } }, known)).toEqual(faults);
  });
});
