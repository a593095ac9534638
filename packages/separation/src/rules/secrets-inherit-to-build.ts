import type { ReachedJob } from '@sallyport/workflow-graph';
import { buildsOf } from '../facts.ts';
import { list } from '../privilege.ts';
import type { JudgedJob, Rule, RuleExamples } from '../rule.ts';

const call = (
  secrets: string,
  uses = './.github/workflows/build.yml',
): string => `on: { push: { branches: [main] } }
permissions: { contents: read }
jobs:
  build:
    uses: ${uses}
${secrets}`;

const callee = `on: workflow_call
jobs:
  compile:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: npm ci
`;

export const examples = (): RuleExamples => ({
  before: { 'ci.yml': call('    secrets: inherit\n'), 'build.yml': callee },
  after: { 'ci.yml': call('    secrets: { TOKEN: "${{ secrets.READ_TOKEN }}" }\n'), 'build.yml': callee },
  violated: [],
  holds: [
    {
      name: 'a called deploy with an environment',
      files: {
        'ci.yml': call('    secrets: inherit\n', './.github/workflows/deploy.yml'),
        'deploy.yml':
          'on: workflow_call\njobs:\n  deploy:\n    runs-on: ubuntu-latest\n    environment: production\n    steps:\n      - run: curl -H "$KEY" https://deploy.example\n        env: { KEY: "${{ secrets.DEPLOY_KEY }}" }\n',
      },
    },
  ],
  unverifiable: [
    {
      name: 'a remote workflow that is not here',
      files: { 'ci.yml': call('    secrets: inherit\n', 'o/r/.github/workflows/x.yml@v1') },
    },
  ],
});

export const rule: Rule = {
  id: 'secrets-inherit-to-build',
  title: 'All secrets are handed to a workflow that builds',
  tier: 'error',
  reason:
    '`secrets: inherit` makes every secret of the repository and organisation nameable in the called jobs, deploy credentials included.',
  tierReason:
    'An error where a called job executes code of the tree. Where all called jobs that use secrets name an environment and none builds, inheriting is the only way to environment secrets and is fine.',
  remedy: 'Pass the secrets that the build needs by name, and call the deploying part apart.',
  *check({ jobs }) {
    const inheriting = jobs.filter(({ job }) => job.kind === 'call' && job.job.secrets === 'inherit');
    const callees = new Map<ReachedJob, JudgedJob[]>();
    for (const judged of jobs) {
      for (let at = judged.job.caller; at !== undefined; at = at.caller) {
        const known = callees.get(at);
        if (known === undefined) callees.set(at, [judged]);
        else known.push(judged);
        // Only what inherits without a break has the secrets.
        if (at.job.secrets !== 'inherit') break;
      }
    }
    for (const { job } of inheriting) {
      const place = job.job.secretsPlace ?? job.job.place;
      if (job.callee === undefined) {
        yield {
          verdict: 'unverifiable',
          job,
          place,
          message: 'All secrets are handed to a workflow whose text is not known.',
          settle: `The text of ${job.job.uses?.text ?? 'the workflow'} through \`remote\`, or secrets passed by name.`,
        };
        continue;
      }
      const building = (callees.get(job) ?? []).find(({ facts }) => buildsOf(facts).length > 0);
      if (building === undefined) continue;
      yield {
        verdict: 'violated',
        job,
        place,
        message: `All secrets are handed to \`${building.job.workflow.fileName}\`, whose job \`${building.job.job.id}\` executes code of the tree (${list(buildsOf(building.facts))}).`,
        related: [building.job.job.place],
      };
    }
  },
};
