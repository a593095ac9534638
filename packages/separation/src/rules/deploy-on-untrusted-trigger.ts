import type { RunEvent } from '@sallyport/workflow-graph';
import { deployActs, deploys, exposureOf, isGuarded, list, placeOf, type Exposure } from '../privilege.ts';
import type { Rule, RuleFinding, RuleExamples } from '../rule.ts';
import type { JudgedJob } from '../rule.ts';

const deploy = (on: string, condition = ''): string => `${on}
permissions: {}
jobs:
  deploy:
    runs-on: ubuntu-latest
${condition}    environment: production
    permissions: { id-token: write }
    steps:
      - uses: aws-actions/configure-aws-credentials@v4
        with: { role-to-assume: 'arn:aws:iam::111122223333:role/deploy', aws-region: eu-west-1 }
      - run: aws s3 sync dist s3://site
`;

const ci = (on: string): string => `name: CI
on: ${on}
permissions: {}
jobs:
  test:
    runs-on: ubuntu-latest
    steps: [{ run: echo tested }]
`;

export const examples = (): RuleExamples => ({
  before: deploy('on: { pull_request_target: { types: [labeled] } }'),
  after: deploy('on: { push: { branches: [main] } }'),
  violated: [
    { name: 'a comment', files: { 'deploy.yml': deploy('on: issue_comment') } },
    {
      name: 'after a workflow that runs on pull requests',
      files: {
        'ci.yml': ci('[push, pull_request]'),
        'deploy.yml': deploy(
          'on: { workflow_run: { workflows: [CI], types: [completed], branches: [main] } }',
        ),
      },
    },
    { name: 'a pull request, as a note', files: { 'deploy.yml': deploy('on: pull_request') } },
  ],
  holds: [
    {
      name: 'after a workflow that only runs on pushes',
      files: {
        'ci.yml': ci('push'),
        'deploy.yml': deploy('on: { workflow_run: { workflows: [CI], types: [completed] } }'),
      },
    },
    {
      name: 'after a mixed workflow, guarded by its event',
      files: {
        'ci.yml': ci('[push, pull_request]'),
        'deploy.yml': deploy(
          'on: { workflow_run: { workflows: [CI], types: [completed] } }',
          "    if: github.event.workflow_run.event == 'push'\n",
        ),
      },
    },
    {
      name: 'the condition excludes the event',
      files: {
        'deploy.yml': deploy('on: [push, pull_request_target]', "    if: github.event_name == 'push'\n"),
      },
    },
  ],
  unverifiable: [
    {
      name: 'after a workflow that is not here',
      files: { 'deploy.yml': deploy('on: { workflow_run: { workflows: [Elsewhere], types: [completed] } }') },
    },
  ],
});

export const rule: Rule = {
  id: 'deploy-on-untrusted-trigger',
  title: 'An outsider can trigger a deploying job',
  tier: 'error',
  reason:
    'On `pull_request_target`, `issue_comment`, `issues` and after a pull request through `workflow_run`, an outsider causes a run that has the repository’s secrets and token.',
  tierReason:
    'Few projects do it and most who did were attacked. Lowered to a warning where a condition asks who is behind the run, and to a note for `pull_request`, where forks get no secrets but colleagues’ branches deploy before review.',
  remedy:
    "Trigger deploys by `push` to a protected branch, `release` or `workflow_dispatch`; after `workflow_run` demand `github.event.workflow_run.event == 'push'`.",
  *check({ jobs }) {
    for (const judged of jobs) {
      if (!deploys(judged)) continue;
      const finding = judge(judged);
      if (finding !== undefined) yield finding;
    }
  },
};

function judge(judged: JudgedJob): RuleFinding | undefined {
  const { job } = judged;
  const acts = deployActs(judged);
  const reachable = (run: RunEvent): boolean =>
    acts.length === 0 || acts.some((act) => act.step.events.includes(run));
  const runs = job.events.filter(reachable);
  const at = (exposure: Exposure): RunEvent | undefined =>
    runs.find((run) => run.event !== 'workflow_call' && exposureOf(run) === exposure);
  const place = (run: RunEvent): RuleFinding['place'] => run.trigger.place;
  const [act] = acts;
  const what = act === undefined ? 'the job deploys' : `the job deploys (${list(acts)})`;
  const related = [placeOf(act, job)];
  const untrusted = at('untrusted');
  if (untrusted !== undefined) {
    const guarded = acts.some((candidate) => isGuarded(job, candidate)) || isGuarded(job);
    const behind = untrusted.producer === undefined ? '' : ` after a ${untrusted.producer.event} run`;
    return {
      verdict: 'violated',
      ...(guarded ? { tier: 'warning' as const } : {}),
      job,
      place: place(untrusted),
      message: `On \`${untrusted.event}\`${behind} an outsider can cause the run, and ${what}.`,
      related,
    };
  }
  const unknown = at('unknown');
  if (unknown !== undefined && !isGuarded(job)) {
    const names = unknown.trigger.workflows.join(', ');
    return {
      verdict: 'unverifiable',
      job,
      place: place(unknown),
      message: `On \`workflow_run\` ${what}, and what triggers the workflow behind it (${names || 'any'}) is not known.`,
      settle: "The file of that workflow, or the condition `github.event.workflow_run.event == 'push'`.",
      related,
    };
  }
  const proposed = at('proposed');
  if (proposed === undefined) return undefined;
  return {
    verdict: 'violated',
    tier: 'note',
    job,
    place: place(proposed),
    message: `On \`${proposed.event}\` from a branch of the repository ${what} before the change is merged.`,
    related,
  };
}
