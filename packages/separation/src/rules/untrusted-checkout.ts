import { writesOf, type ReachedJob } from '@sallyport/workflow-graph';
import { buildsOf, type JobFacts } from '../facts.ts';
import { exposureOf, isGuarded, list } from '../privilege.ts';
import type { Rule, RuleExamples } from '../rule.ts';

const job = (
  on: string,
  ref: string,
  rest = '      - run: npm ci\n',
  permissions = '{ contents: write }',
): string => `on: ${on}
permissions: ${permissions}
jobs:
  preview:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
${ref}${rest}`;

const head = '        with: { ref: "${{ github.event.pull_request.head.sha }}" }\n';

export const examples = (): RuleExamples => ({
  before: job('pull_request_target', head),
  after: job('pull_request', head),
  violated: [
    {
      name: 'by a comment',
      files: { 'c.yml': job('issue_comment', '', '      - run: gh pr checkout "$PR"\n      - run: make\n') },
    },
    {
      name: 'nothing executed, as a warning',
      files: { 'c.yml': job('pull_request_target', head, '      - run: git diff --stat\n') },
    },
  ],
  holds: [
    { name: 'the base of the pull request', files: { 'c.yml': job('pull_request_target', '') } },
    {
      name: 'the step runs on pushes only',
      files: {
        'c.yml': job('[push, pull_request_target]', `        if: github.event_name == 'push'\n${head}`),
      },
    },
  ],
});

export const rule: Rule = {
  id: 'untrusted-checkout',
  title: 'A privileged run checks out what an outsider wrote',
  tier: 'error',
  reason:
    'On `pull_request_target`, `workflow_run` and comment events the job has the repository’s token and secrets. Checked out from the pull request, its install scripts and tests are the outsider’s program.',
  tierReason:
    'An error where the job then executes code of the tree and has secrets, a write scope or id-token. Lowered to a warning where nothing is executed, where a condition asks who is behind the run, or where the token can only read: the run can still fill the default branch’s cache.',
  remedy: 'Build pull requests on `pull_request`, and hand results to a privileged workflow as data.',
  *check({ jobs }) {
    for (const { facts, job } of jobs) {
      const untrusted = facts.checkouts.find(
        (checkout) =>
          checkout.untrusted &&
          checkout.step.events.some((run) => exposureOf(run) === 'untrusted' || run.event === 'workflow_run'),
      );
      if (untrusted === undefined) continue;
      const run = untrusted.step.events.find(
        (event) => exposureOf(event) === 'untrusted' || event.event === 'workflow_run',
      );
      if (run === undefined || exposureOf(run) === 'trusted') continue;
      const executions = buildsOf(facts);
      const power = powerOf(facts, job);
      const grave = executions.length > 0 && power !== undefined && !isGuarded(job, untrusted);
      const then = executions.length > 0 ? ` and executes it (${list(executions)})` : '';
      if (exposureOf(run) === 'unknown') {
        if (grave) {
          yield {
            verdict: 'unverifiable',
            job,
            place: untrusted.place,
            message: `After a run of another workflow the job checks out that run’s head${then}; what triggers that workflow is not known.`,
            settle:
              "The file of that workflow, or the condition `github.event.workflow_run.event == 'push'`.",
          };
        }
        continue;
      }
      yield {
        verdict: 'violated',
        ...(grave ? {} : { tier: 'warning' as const }),
        job,
        place: untrusted.place,
        message: `On \`${run.event}\` the job checks out what an outsider wrote${then}${power === undefined ? '' : `, with ${power}`}.`,
      };
    }
  },
};

/** What an outsider would gain. */
function powerOf(facts: JobFacts, job: ReachedJob): string | undefined {
  if (facts.secrets.length > 0) return 'secrets';
  if (facts.oidc) return '`id-token: write`';
  const writes = writesOf(job.permissions);
  if (writes.length > 0)
    return job.permissions.assumed
      ? 'the repository’s default token'
      : `write access (${writes.slice(0, 3).join(', ')})`;
  return undefined;
}
