import { deepEqual, equal, match } from 'node:assert/strict';
import { compositeAction, nodeAction, type Row } from '../row.ts';
import { afterOne, afterTwo } from './step-scenes.ts';

const context = 'src/Runner.Worker/ExecutionContext.cs';
const composites = 'src/Runner.Worker/Handlers/CompositeActionHandler.cs';

/** Ten composites, each inside the one before: one level more than is allowed. */
const nested = Object.assign(
  {},
  ...Array.from({ length: 10 }, (_, at) =>
    compositeAction(`level${at}`, at === 9 ? "- shell: bash\n  run: 'true'" : `- uses: $/level${at + 1}`),
  ),
) as Record<string, string>;

/** The contract's lines on composite actions. */
export const compositeRows: readonly Row[] = [
  {
    rule: 'composite/scope',
    what: "A composite has its own `inputs` and `steps`; it sees none of the job's",
    source: composites,
    scenario: {
      files: compositeAction(
        'outer',
        '- shell: bash\n  run: echo "sees [${{ inputs.word }}] [${{ steps.before.outputs.a }}]"',
        'inputs: { word: { default: own } }',
      ),
      steps: '- id: before\n  run: echo a=b >> "$GITHUB_OUTPUT"\n- uses: ./outer',
    },
    check: ({ job }) => {
      match(job.text, /^sees \[own\] \[\]$/m);
    },
  },
  {
    rule: 'composite/action-path',
    what: '`github.action_path` and GITHUB_ACTION_PATH are its folder',
    source: composites,
    scenario: {
      files: compositeAction(
        'outer',
        '- id: inner\n  shell: bash\n  run: test "${{ github.action_path }}" = "$GITHUB_ACTION_PATH"',
      ),
      steps: '- uses: ./outer',
    },
    check: ({ step }) => {
      match(step('inner').environment['GITHUB_ACTION_PATH'] ?? '', /\/outer$/);
      equal(step('inner').outcome, 'success');
    },
  },
  {
    rule: 'composite/action-status',
    what: '`github.action_status` tells how the composite stands',
    source: composites,
    scenario: {
      files: compositeAction(
        'outer',
        '- shell: bash\n  run: exit 1\n- if: always()\n  shell: bash\n  run: echo status ${{ github.action_status }}',
      ),
      steps: '- uses: ./outer',
    },
    check: ({ job }) => {
      match(job.text, /^status failure$/m);
    },
  },
  {
    rule: 'composite/failure',
    what: 'A failed inner step fails the outer one',
    source: composites,
    scenario: {
      files: compositeAction('outer', '- shell: bash\n  run: exit 1'),
      steps: '- id: outer\n  uses: ./outer',
    },
    check: ({ step, job }) => {
      deepEqual([step('outer').outcome, job.conclusion], ['failure', 'failure']);
    },
  },
  {
    rule: 'composite/inner-success',
    what: 'Inside, `success()` and `failure()` look at the composite, not at the job',
    source: 'src/Runner.Worker/Expressions/SuccessFunction.cs',
    scenario: {
      files: compositeAction('outer', "- id: inner\n  shell: bash\n  run: 'true'"),
      steps: '- run: exit 1\n- if: always()\n  uses: ./outer',
    },
    check: ({ step }) => {
      equal(step('inner').outcome, 'success');
    },
  },
  {
    rule: 'composite/outputs-after-failure',
    what: 'Its outputs are evaluated at the end, also after a failure',
    source: composites,
    scenario: {
      files: compositeAction(
        'outer',
        '- id: inner\n  shell: bash\n  run: echo a=b >> "$GITHUB_OUTPUT"; exit 1',
        'outputs: { a: { value: "${{ steps.inner.outputs.a }}" } }',
      ),
      steps: '- id: outer\n  uses: ./outer',
    },
    check: ({ step }) => {
      deepEqual(step('outer').outputs, { a: 'b' });
    },
  },
  {
    rule: 'composite/inner-posts-reversed',
    what: "Inner posts run together, reversed, at the composite's place in the stack",
    source: `${composites}, ${context}`,
    scenario: {
      files: {
        ...afterOne,
        ...afterTwo,
        ...nodeAction('three', { post: "console.log('after three')" }),
        ...compositeAction('outer', '- uses: ./one\n- uses: ./two'),
      },
      steps: '- uses: ./outer\n- uses: ./three',
    },
    check: ({ job }) => {
      deepEqual(job.text.match(/^after .*$/gm), ['after three', 'after two', 'after one']);
    },
  },
  {
    rule: 'composite/depth',
    what: 'Composites nest ten levels of steps deep at most',
    source: 'src/Runner.Worker/ActionManager.cs',
    scenario: { files: nested, steps: '- uses: $/level0' },
    check: ({ job }) => {
      equal(job.conclusion, 'failure');
      match(job.text, /Composite action depth exceeded max depth 9/);
    },
  },
  {
    rule: 'composite/job-wide',
    what: 'Environment, PATH and masks set inside hold for the job',
    source: composites,
    scenario: {
      files: compositeAction(
        'outer',
        '- shell: bash\n  run: echo A=b >> "$GITHUB_ENV"; echo /inner >> "$GITHUB_PATH"; echo \'::add-mask::inner-mask\'',
      ),
      steps: '- uses: ./outer\n- id: say\n  run: echo inner-mask',
    },
    check: ({ step }) => {
      const { environment, log } = step('say');
      equal(environment['A'], 'b');
      match(environment['PATH'] ?? '', /^\/inner:/);
      match(log, /^\*\*\*$/m);
    },
  },
];
