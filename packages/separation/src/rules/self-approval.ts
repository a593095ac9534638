import type { Rule, RuleExamples } from '../rule.ts';

const job = (steps: string, on = 'on: pull_request', condition = ''): string => `${on}
permissions: { contents: read, pull-requests: write, actions: read, deployments: write }
jobs:
  approve:
    runs-on: ubuntu-latest
${condition}    steps:
${steps}`;

export const examples = (): RuleExamples => ({
  before: job(
    '      - run: gh api -X POST "repos/$GITHUB_REPOSITORY/actions/runs/$RUN/pending_deployments" -f state=approved\n        env: { RUN: "${{ github.run_id }}", GH_TOKEN: "${{ github.token }}" }\n',
    'on: push',
  ),
  after: job(
    '      - run: gh api "repos/$GITHUB_REPOSITORY/actions/runs/$RUN/approvals"\n        env: { RUN: "${{ github.run_id }}", GH_TOKEN: "${{ github.token }}" }\n',
    'on: push',
  ),
  violated: [
    {
      name: 'a pull request, as a warning',
      files: { 'ci.yml': job('      - uses: hmarr/auto-approve-action@v4\n') },
    },
    {
      name: 'a bot’s updates, as a note',
      files: {
        'ci.yml': job(
          '      - run: gh pr review --approve "$PR"\n',
          'on: pull_request',
          "    if: github.event.pull_request.user.login == 'dependabot[bot]'\n",
        ),
      },
    },
  ],
  holds: [
    { name: 'a comment', files: { 'ci.yml': job('      - run: gh pr review --comment -b ok "$PR"\n') } },
  ],
});

export const rule: Rule = {
  id: 'self-approval',
  title: 'A workflow approves its own change or deployment',
  tier: 'error',
  reason:
    'An approval that a workflow gives itself is no second pair of eyes, and whoever can change the workflow or its input has it.',
  tierReason:
    'An error for the approval of a pending deployment. Lowered to a warning for pull requests, and to a note where a condition restricts it to a known bot’s updates, which many projects merge on purpose.',
  remedy:
    'Let required reviewers approve, with `prevent_self_review`; restrict automatic merges to a bot’s pull requests by its user id.',
  *check({ jobs }) {
    for (const { facts, job } of jobs) {
      const [act] = facts.approvals;
      if (act === undefined) continue;
      const deployment = act.step.step.run?.text.includes('pending_deployments') ?? false;
      const reads = deployment && !/approved/.test(act.step.step.run?.text ?? '');
      if (reads) continue;
      const bot = [job.job.if, act.step.step.if].some((condition) =>
        /\[bot\]|dependabot|renovate/i.test(condition?.text ?? ''),
      );
      yield {
        verdict: 'violated',
        ...(deployment ? {} : { tier: bot ? ('note' as const) : ('warning' as const) }),
        job,
        place: act.place,
        message: `The job approves a ${deployment ? 'pending deployment' : 'pull request'} by itself (${act.what}).`,
      };
    }
  },
};
