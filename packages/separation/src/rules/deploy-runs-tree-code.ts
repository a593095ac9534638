import { buildsOf } from '../facts.ts';
import { deploys, isMeantAsDeploy, list, placeOf } from '../privilege.ts';
import type { Rule, RuleExamples } from '../rule.ts';

const deployJob = (steps: string): string => `on: { push: { branches: [main] } }
permissions: {}
jobs:
  deploy:
    runs-on: ubuntu-latest
    environment: production
    permissions: { contents: read, id-token: write }
    steps:
${steps}      - uses: aws-actions/configure-aws-credentials@v4
        with: { role-to-assume: 'arn:aws:iam::111122223333:role/deploy', aws-region: eu-west-1 }
      - run: aws s3 sync dist s3://site
`;

export const examples = (): RuleExamples => ({
  before: deployJob('      - uses: actions/checkout@v4\n      - run: ./scripts/prepare.sh\n'),
  after: deployJob('      - uses: actions/download-artifact@v4\n        with: { name: site, path: dist }\n'),
  violated: [
    {
      name: 'a local action that is a program',
      files: {
        'deploy.yml': deployJob('      - uses: actions/checkout@v4\n      - uses: ./tools/prepare\n'),
        'tools/prepare/action.yml': 'name: p\ndescription: p\nruns: { using: node24, main: index.js }\n',
      },
    },
    {
      name: 'an install in the deploying job',
      files: {
        'deploy.yml': deployJob(
          '      - uses: actions/checkout@v4\n      - uses: actions/download-artifact@v4\n      - run: npm ci\n',
        ),
      },
    },
    {
      name: 'terraform with the tree’s files, as a warning',
      files: {
        'apply.yml': deployJob(
          '      - uses: actions/checkout@v4\n      - run: terraform apply -auto-approve\n',
        ),
      },
    },
  ],
  holds: [
    {
      name: 'a checkout that nothing executes',
      files: { 'deploy.yml': deployJob('      - uses: actions/checkout@v4\n') },
    },
    {
      name: 'an action of the own repository at the running commit',
      files: {
        'deploy.yml': deployJob('      - uses: $/tools/prepare\n'),
        'tools/prepare/action.yml':
          'name: p\ndescription: p\nruns:\n  using: composite\n  steps:\n    - run: echo ready\n      shell: bash\n',
      },
    },
  ],
  unverifiable: [
    {
      name: 'an unknown action beside a checkout',
      files: { 'deploy.yml': deployJob('      - uses: actions/checkout@v4\n      - uses: some/thing@v1\n') },
    },
  ],
});

export const rule: Rule = {
  id: 'deploy-runs-tree-code',
  title: 'A deploying job runs code of the tree',
  tier: 'error',
  reason:
    'A deploy should only move what was built. Whatever it executes from the tree runs with the deploy credential, and whoever can change that file or a dependency deploys.',
  tierReason:
    'Scripts, task runners and local actions of the tree are an error. Lowered to a warning: tools that apply the tree’s declarations (terraform, helm, kubectl), because a configuration repository has to check out what it deploys; hooks of a publish; a composite action by `./`; and a checkout that nothing executes is no finding.',
  remedy:
    'Let the build job upload what is needed and download only that; call actions of the own repository as `$/path`, publish with `--ignore-scripts`, and keep deploy scripts in the workflow or in a pinned action.',
  *check({ jobs }) {
    for (const judged of jobs) {
      const { facts, job } = judged;
      if (!deploys(judged)) continue;
      const builds = buildsOf(facts);
      const weak = facts.executions.filter((execution) => execution.weak);
      if (builds.length > 0) {
        // A job that shows itself as fused is told once, by `build-can-deploy`.
        if (isMeantAsDeploy(judged))
          yield {
            verdict: 'violated',
            job,
            place: placeOf(builds[0], job),
            message: `The deploying job executes code of the tree (${list(builds)}).`,
          };
      } else if (weak.length > 0) {
        yield {
          verdict: 'violated',
          tier: 'warning',
          job,
          place: placeOf(weak[0], job),
          message: `The deploying job runs ${list(weak)} on what it checked out.`,
        };
      }
      const [unknown] = facts.unknown;
      if (unknown !== undefined && builds.length === 0 && facts.checkouts.length > 0) {
        yield {
          verdict: 'unverifiable',
          job,
          place: unknown.place,
          message: `The deploying job has a checkout, and whether ${list(facts.unknown)} executes it is not known.`,
          settle: `The text of ${unknown.what} through \`remote\`, or no checkout in this job.`,
        };
      }
    }
  },
};
