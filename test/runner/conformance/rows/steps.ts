import { deepEqual, equal, match } from 'node:assert/strict';
import { compositeAction, nodeAction, type Row, type Seen } from '../row.ts';

const runner = 'src/Runner.Worker/StepsRunner.cs';
const context = 'src/Runner.Worker/ExecutionContext.cs';
const actions = 'src/Runner.Worker/ActionRunner.cs';
const composites = 'src/Runner.Worker/Handlers/CompositeActionHandler.cs';
const shells = 'src/Runner.Worker/Handlers/ScriptHandlerHelpers.cs';
const invoker = 'src/Runner.Sdk/ProcessInvoker.cs';

function conclusions({ job }: Seen): string[] {
  return job.steps
    .filter(({ stage, id }) => stage === 'main' && !id.includes('checkout'))
    .map(({ conclusion }) => conclusion);
}

/** An action whose post stage prints its name, so that an order can be seen. */
const one = nodeAction('one', { post: "console.log('after one')" });
const two = nodeAction('two', { post: "console.log('after two')" });
const failing = nodeAction('failing', { main: 'process.exit(1)', post: "console.log('after failing')" });

/** Ten composites, each inside the one before: one level more than is allowed. */
const nested = Object.assign(
  {},
  ...Array.from({ length: 10 }, (_, at) =>
    compositeAction(`level${at}`, at === 9 ? "- shell: bash\n  run: 'true'" : `- uses: $/level${at + 1}`),
  ),
) as Record<string, string>;

/** Runs a script in each shell and looks at its header and options. */
function shell(
  rule: Row['rule'],
  what: string,
  step: string,
  header: RegExp,
  outcome: 'success' | 'failure',
): Row {
  return {
    rule,
    what,
    source: shells,
    scenario: { steps: step },
    check: ({ job, step: find }) => {
      match(job.text, header);
      equal(find('say').outcome, outcome);
    },
  };
}

const quick = { interruptMs: 300, terminateMs: 300 };
const traps = (signals: string): string =>
  `- id: slow\n  shell: bash\n  run: |\n    ${signals}\n    echo ready\n    for at in $(seq 60); do sleep 0.05; done\n    echo survived`;
const atReady = (moment: { readonly when: string; readonly line?: string }): boolean =>
  moment.when === 'line' && moment.line === 'ready';

/** The contract's lines on steps, posts, composites, shells and cancellation. */
export const stepRows: readonly Row[] = [
  {
    rule: 'step/default-success',
    what: 'Without `if` a step runs only while all went well',
    source: runner,
    scenario: { steps: '- run: exit 1\n- run: echo never' },
    check: (seen) => {
      deepEqual(conclusions(seen), ['failure', 'skipped']);
    },
  },
  {
    rule: 'step/status-functions',
    what: '`always()` and `failure()` run after a failure; a condition without one of them does not',
    source: runner,
    scenario: {
      steps:
        "- run: exit 1\n- if: always()\n  run: 'true'\n- if: failure() && true\n  run: 'true'\n- if: 1 == 1\n  run: 'true'",
    },
    check: (seen) => {
      deepEqual(conclusions(seen), ['failure', 'success', 'success', 'skipped']);
    },
  },
  {
    rule: 'step/failure-fails-job',
    what: 'A failed step fails the job',
    source: runner,
    scenario: { steps: '- run: exit 1' },
    check: ({ job, run }) => {
      deepEqual([job.conclusion, run.conclusion], ['failure', 'failure']);
    },
  },
  {
    rule: 'step/exit-code',
    what: 'An exit code other than 0 fails the step',
    source: 'src/Runner.Worker/Handlers/ScriptHandler.cs, NodeScriptActionHandler.cs',
    scenario: {
      files: nodeAction('act', { main: 'process.exitCode = 3' }),
      steps: '- id: script\n  run: exit 7\n- id: act\n  if: always()\n  uses: ./act',
    },
    check: ({ step, job }) => {
      deepEqual([step('script').outcome, step('act').outcome], ['failure', 'failure']);
      match(job.text, /^##\[error\]Process completed with exit code 7\.$/m);
    },
  },
  {
    rule: 'step/continue-on-error',
    what: '`continue-on-error`: outcome failure, conclusion success, the job goes on',
    source: context,
    scenario: {
      steps:
        '- id: try\n  continue-on-error: true\n  run: exit 1\n- id: later\n  run: test ${{ steps.try.outcome }}-${{ steps.try.conclusion }} = failure-success',
    },
    check: ({ step, job }) => {
      deepEqual([step('try').outcome, step('try').conclusion], ['failure', 'success']);
      deepEqual([step('later').outcome, job.conclusion], ['success', 'success']);
    },
  },
  {
    rule: 'step/timeout',
    what: '`timeout-minutes` ends the step, which fails',
    source: runner,
    scenario: {
      steps: '- id: slow\n  timeout-minutes: 1\n  run: for at in $(seq 40); do sleep 0.05; done',
      options: { minuteMs: 100, cancellation: quick },
    },
    check: ({ step, job }) => {
      equal(step('slow').outcome, 'failure');
      match(job.text, /##\[error\]The action '.*' has timed out after 1 minutes\./);
    },
  },
  {
    rule: 'pre/first',
    what: '`pre` of an action of a repository runs before the first step; its state arrives, its post is registered once',
    source: `${actions}, src/Runner.Worker/ActionManager.cs`,
    scenario: {
      files: {
        ...nodeAction('early', {
          main: "console.log('main', process.env.STATE_key)",
          post: "console.log('after early')",
          more: '  pre: pre.cjs',
        }),
        'early/pre.cjs':
          "console.log('pre'); require('fs').appendFileSync(process.env.GITHUB_STATE, 'key=kept\\n')",
      },
      steps: '- run: echo first step\n- uses: $/early',
    },
    check: ({ job }) => {
      deepEqual(job.text.match(/^(?:pre|first step|main .*|after early)$/gm), [
        'pre',
        'first step',
        'main kept',
        'after early',
      ]);
    },
  },
  {
    rule: 'post/not-when-skipped',
    what: 'An action that was skipped has no post step',
    source: actions,
    scenario: { files: one, steps: '- if: false\n  uses: ./one' },
    check: ({ posts }) => {
      deepEqual(posts, []);
    },
  },
  {
    rule: 'post/for-failed',
    what: 'One that failed has: the post is registered when main starts',
    source: actions,
    scenario: { files: failing, steps: '- uses: ./failing' },
    check: ({ posts, job }) => {
      deepEqual(posts, ['Post Run ./failing']);
      match(job.text, /^after failing$/m);
    },
  },
  {
    rule: 'post/last-first',
    what: 'Post steps run after all main steps, the last registered first',
    source: runner,
    scenario: { files: { ...one, ...two }, steps: "- uses: ./one\n- uses: ./two\n- run: echo 'last main'" },
    check: ({ job }) => {
      deepEqual(job.text.match(/^(?:after .*|last main)$/gm), ['last main', 'after two', 'after one']);
    },
  },
  {
    rule: 'post/if',
    what: '`post-if` decides; its default is `always()`',
    source: actions,
    scenario: {
      files: {
        ...one,
        ...nodeAction('picky', { post: "console.log('after picky')", more: '  post-if: success()' }),
      },
      steps: '- uses: ./one\n- uses: ./picky\n- run: exit 1',
    },
    check: ({ job }) => {
      deepEqual(job.text.match(/^after .*$/gm), ['after one']);
    },
  },
  {
    rule: 'post/inputs-again',
    what: 'The inputs are evaluated again for the post step',
    source: actions,
    scenario: {
      files: nodeAction('act', {
        inputs: '{ word: {} }',
        post: "console.log('word', process.env.INPUT_WORD)",
      }),
      steps: '- uses: ./act\n  with: { word: "${{ env.WORD }}" }\n- run: echo WORD=late >> "$GITHUB_ENV"',
    },
    check: ({ job }) => {
      match(job.text, /^word late$/m);
    },
  },
  {
    rule: 'post/files',
    what: 'The environment files of a post step are read too',
    source: actions,
    scenario: {
      files: {
        ...nodeAction('writer', {
          post: "require('fs').appendFileSync(process.env.GITHUB_ENV, 'LATE=yes\\n')",
        }),
        ...nodeAction('reader', { post: "console.log('late', process.env.LATE)" }),
      },
      steps: '- uses: ./reader\n- uses: ./writer',
    },
    check: ({ job }) => {
      match(job.text, /^late yes$/m);
    },
  },
  {
    rule: 'post/failure-fails-job',
    what: 'A failing post step fails the job; the others still run',
    source: runner,
    scenario: {
      files: { ...one, ...nodeAction('bad', { post: 'process.exit(1)' }) },
      steps: '- uses: ./one\n- uses: ./bad',
    },
    check: ({ job }) => {
      equal(job.conclusion, 'failure');
      match(job.text, /^after one$/m);
    },
  },
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
        ...one,
        ...two,
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
  shell(
    'shell/bash',
    '`bash` is `bash --noprofile --norc -e -o pipefail {0}`',
    "- id: say\n  shell: bash\n  run: 'false | true'",
    /^shell: \S*bash --noprofile --norc -e -o pipefail \{0\}$/m,
    'failure',
  ),
  shell(
    'shell/none',
    'No shell is `bash -e {0}`, without pipefail',
    "- id: say\n  run: 'false | true; [[ 1 == 1 ]]'",
    /^shell: \S*bash -e \{0\}$/m,
    'success',
  ),
  shell(
    'shell/sh',
    '`sh` is `sh -e {0}`',
    "- id: say\n  shell: sh\n  run: 'false; true'",
    /^shell: \S*sh -e \{0\}$/m,
    'failure',
  ),
  shell(
    'shell/python',
    '`python` is `python {0}`',
    '- run: mkdir bin; ln -s "$(command -v python3)" bin/python; echo "$PWD/bin" >> "$GITHUB_PATH"\n- id: say\n  shell: python\n  run: print(1 + 1)',
    /^shell: \S*python \{0\}$/m,
    'success',
  ),
  {
    rule: 'shell/extension',
    what: 'The script is a file in RUNNER_TEMP with the extension of its shell',
    source: shells,
    scenario: {
      steps: '- id: say\n  shell: bash\n  run: case "$0" in "$RUNNER_TEMP"/*.sh) ;; *) exit 1;; esac',
    },
    check: ({ step }) => {
      equal(step('say').outcome, 'success');
    },
  },
  {
    rule: 'cancel/interrupt',
    what: 'Cancellation sends SIGINT first',
    source: invoker,
    scenario: {
      steps: traps('trap "echo got INT; exit 1" INT'),
      options: { cancelAt: atReady, cancellation: quick },
    },
    check: ({ job, step }) => {
      match(job.text, /^got INT$/m);
      equal(step('slow').conclusion, 'cancelled');
    },
  },
  {
    rule: 'cancel/terminate',
    what: 'SIGTERM follows when the process lives on (after 7.5 s)',
    source: invoker,
    scenario: {
      steps: traps('trap "" INT; trap "echo got TERM; exit 1" TERM'),
      options: { cancelAt: atReady, cancellation: quick },
    },
    check: ({ job }) => {
      match(job.text, /^got TERM$/m);
    },
  },
  {
    rule: 'cancel/kill',
    what: 'Then (after 2.5 s more) the whole process tree is killed',
    source: invoker,
    scenario: { steps: traps('trap "" INT TERM USR1'), options: { cancelAt: atReady, cancellation: quick } },
    check: ({ job, step }) => {
      equal(/^survived$/m.test(job.text), false);
      equal(step('slow').conclusion, 'cancelled');
    },
  },
  {
    rule: 'cancel/re-evaluate',
    what: 'Conditions are asked again: a running step with `always()` is left alone',
    source: runner,
    scenario: {
      steps: '- id: slow\n  if: always()\n  run: echo ready; sleep 0.2; echo done',
      options: { cancelAt: atReady, cancellation: quick },
    },
    check: ({ job, step }) => {
      match(job.text, /^done$/m);
      deepEqual([step('slow').outcome, job.conclusion], ['success', 'cancelled']);
    },
  },
  {
    rule: 'cancel/rest-is-asked',
    what: '`always()` and `cancelled()` steps and the posts still run; others are skipped',
    source: runner,
    scenario: {
      files: one,
      steps:
        "- uses: ./one\n- run: echo ready; sleep 1\n- run: 'true'\n- if: failure()\n  run: 'true'\n- if: cancelled()\n  run: 'true'\n- if: always()\n  run: 'true'",
      options: { cancelAt: atReady, cancellation: quick },
    },
    check: (seen) => {
      deepEqual(conclusions(seen), ['success', 'cancelled', 'skipped', 'skipped', 'success', 'success']);
      match(seen.job.text, /^after one$/m);
    },
  },
];
