import { deepEqual, equal, match } from 'node:assert/strict';
import { nodeAction, type Row } from '../row.ts';
import { conclusions, quick } from './step-scenes.ts';

const runner = 'src/Runner.Worker/StepsRunner.cs';
const context = 'src/Runner.Worker/ExecutionContext.cs';
const actions = 'src/Runner.Worker/ActionRunner.cs';

/** The contract's lines on steps: conditions, failures, time limits, and the stage before the first. */
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
];
