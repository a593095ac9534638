import { deepEqual, equal, match } from 'node:assert/strict';
import { type Row } from '../row.ts';
import { afterOne, conclusions, quick } from './step-scenes.ts';

const runner = 'src/Runner.Worker/StepsRunner.cs';
const invoker = 'src/Runner.Sdk/ProcessInvoker.cs';

const traps = (signals: string): string =>
  `- id: slow\n  shell: bash\n  run: |\n    ${signals}\n    echo ready\n    for at in $(seq 60); do sleep 0.05; done\n    echo survived`;

const atReady = (moment: { readonly when: string; readonly line?: string }): boolean =>
  moment.when === 'line' && moment.line === 'ready';

/** The contract's lines on cancellation. */
export const cancellationRows: readonly Row[] = [
  {
    rule: 'cancel/interrupt',
    what: 'Cancellation sends SIGINT first',
    source: invoker,
    scenario: {
      steps: traps('trap "echo got INT; exit 1" INT'),
      options: { cancelAt: atReady, cancellation: { ...quick, interruptMs: 3000 } },
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
      options: { cancelAt: atReady, cancellation: { ...quick, terminateMs: 3000 } },
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
      files: afterOne,
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
