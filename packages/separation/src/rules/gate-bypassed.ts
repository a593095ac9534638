import {
  canBeTrue,
  eventScope,
  oneOf,
  possibleCondition,
  type PossibleValues,
  type ReachedJob,
} from '@sallyport/workflow-graph';
import { deploys } from '../privilege.ts';
import type { Rule, RuleExamples } from '../rule.ts';

const deploy = (condition: string, needs = '[test]'): string => `on: { push: { branches: [main] } }
permissions: {}
jobs:
  test:
    runs-on: ubuntu-latest
    steps: [{ run: echo tested }]
  deploy:
    needs: ${needs}
${condition}    runs-on: ubuntu-latest
    environment: production
    permissions: { id-token: write }
    steps:
      - uses: aws-actions/configure-aws-credentials@v4
        with: { role-to-assume: 'arn:aws:iam::111122223333:role/deploy', aws-region: eu-west-1 }
      - run: aws s3 sync dist s3://site
`;

export const examples = (): RuleExamples => ({
  before: deploy('    if: always()\n'),
  after: deploy("    if: always() && needs.test.result == 'success'\n"),
  violated: [
    { name: 'after a failure', files: { 'deploy.yml': deploy('    if: ${{ !cancelled() }}\n') } },
    {
      name: 'after a skipped need, as a warning',
      files: { 'deploy.yml': deploy('    if: ${{ !failure() && !cancelled() }}\n') },
    },
    {
      name: 'an expression beside text is always true, but success() is still demanded only without a status function',
      files: { 'deploy.yml': deploy('    if: always() || success()\n') },
    },
  ],
  holds: [
    {
      name: 'no status function',
      files: { 'deploy.yml': deploy("    if: github.ref == 'refs/heads/main'\n") },
    },
    { name: 'success() written out', files: { 'deploy.yml': deploy('    if: success()\n') } },
    {
      name: 'the failure is excluded',
      files: {
        'deploy.yml': deploy(
          "    if: always() && needs.test.result != 'failure' && needs.test.result != 'skipped'\n",
        ),
      },
    },
  ],
});

export const rule: Rule = {
  id: 'gate-bypassed',
  title: 'A deploying job runs although what it needs failed or was skipped',
  tier: 'error',
  reason:
    'A status function in `if` switches off the rule that all needs must have succeeded: `always()` runs after failures, and `!cancelled()` and `!failure()` after skipped jobs, a skipped gate included.',
  tierReason:
    'An error where the job can run after a failed need: the gate is not one. Lowered to a warning where only a skipped need is let through, which some projects mean.',
  remedy: "Remove the status function, or demand the result of each gate: `needs.test.result == 'success'`.",
  *check({ jobs }) {
    for (const judged of jobs) {
      const { job } = judged;
      const condition = job.job.if;
      if (condition === undefined || job.needs.length === 0 || !deploys(judged)) continue;
      const failed = job.needs.find((need) => runsWhen(job, condition.text, need, 'failure'));
      const skipped = failed ?? job.needs.find((need) => runsWhen(job, condition.text, need, 'skipped'));
      if (skipped === undefined) continue;
      const how = failed === undefined ? 'was skipped' : 'failed';
      yield {
        verdict: 'violated',
        ...(failed === undefined ? { tier: 'warning' as const } : {}),
        job,
        place: condition.place,
        message: `The deploying job runs although \`${skipped.job.id}\`, which it needs, ${how}.`,
        related: [skipped.job.place],
      };
    }
  },
};

const statusFunction = /\b(always|success|failure|cancelled)\s*\(/i;

/** Whether the condition can be true when one need has this result and the others succeeded. */
function runsWhen(
  job: ReachedJob,
  condition: string,
  need: ReachedJob,
  result: 'failure' | 'skipped',
): boolean {
  // Without a status function GitHub puts `success() &&` before the condition.
  if (!statusFunction.test(condition)) return false;
  const status = (name: string): PossibleValues =>
    oneOf([name === 'success' ? false : name === 'failure' ? result === 'failure' : false]);
  const needsResult = (name: string): PossibleValues =>
    oneOf([name === need.job.id.toLowerCase() ? result : 'success']);
  return job.events.some((run) =>
    canBeTrue(
      possibleCondition(
        condition,
        eventScope({ run, inputs: job.inputs, matrix: undefined, status, needsResult }),
      ),
    ),
  );
}
