import type { ReachedJob } from '@sallyport/workflow-graph';
import { builds, deploys } from '../privilege.ts';
import type { Rule, RuleExamples } from '../rule.ts';

const pipeline = (build: string, deploy: string): string => `on: { push: { branches: [main] } }
permissions: {}
jobs:
  build:
    runs-on: ${build}
    steps:
      - uses: actions/checkout@v4
      - run: make
  deploy:
    needs: build
    runs-on: ${deploy}
    environment: production
    permissions: { id-token: write }
    steps:
      - uses: aws-actions/configure-aws-credentials@v4
        with: { role-to-assume: 'arn:aws:iam::111122223333:role/deploy', aws-region: eu-west-1 }
      - run: aws s3 sync dist s3://site
`;

export const examples = (): RuleExamples => ({
  before: pipeline('[self-hosted, linux]', '[self-hosted, linux]'),
  after: pipeline('ubuntu-latest', '[self-hosted, deploy]'),
  violated: [
    {
      name: 'the deploy asks for fewer labels',
      files: { 'ci.yml': pipeline('[self-hosted, linux, big]', 'self-hosted') },
    },
  ],
  holds: [
    {
      name: 'different labels',
      files: { 'ci.yml': pipeline('[self-hosted, build]', '[self-hosted, deploy]') },
    },
    { name: 'hosted runners', files: { 'ci.yml': pipeline('ubuntu-latest', 'ubuntu-latest') } },
  ],
  unverifiable: [
    {
      name: 'a label from a variable',
      files: { 'ci.yml': pipeline('[self-hosted, linux]', '"${{ vars.RUNNER }}"') },
    },
  ],
});

export const rule: Rule = {
  id: 'shared-runner',
  title: 'Build and deploy may run on the same machine',
  tier: 'warning',
  reason:
    'On a self-hosted runner that is not made anew for each job, a build can leave a process or a changed tool behind and wait for the deploy.',
  tierReason: 'A warning: whether the runners are ephemeral is not in the file.',
  remedy: 'Use hosted or ephemeral runners for builds, or labels and a runner group that only deploys use.',
  *check({ jobs }) {
    const building = jobs.filter((judged) => builds(judged) && !deploys(judged) && isSelfHosted(judged.job));
    if (building.length === 0) return;
    for (const judged of jobs) {
      const { job } = judged;
      if (!deploys(judged)) continue;
      const place = job.job.runsOn?.place ?? job.job.place;
      if (job.labels.some(({ open }) => open)) {
        yield {
          verdict: 'unverifiable',
          job,
          place,
          message:
            'Where the deploying job runs cannot be told from the files, and builds run on self-hosted runners.',
          settle: 'Constant labels, or a matrix of them.',
        };
        continue;
      }
      const other = building.find((builder) => isSelfHosted(job) && labelsMeet(builder.job, job));
      if (other === undefined) continue;
      yield {
        verdict: 'violated',
        job,
        place,
        message: `The deploying job may run on a machine on which \`${other.job.workflow.fileName}\`, job \`${other.job.job.id}\`, executes code of the tree.`,
        related: [other.job.job.runsOn?.place ?? other.job.job.place],
      };
    }
  },
};

function labelsOf(job: ReachedJob): ReadonlySet<string> {
  return new Set(job.labels.flatMap(({ literals }) => literals.map((label) => String(label).toLowerCase())));
}

function isSelfHosted(job: ReachedJob): boolean {
  return labelsOf(job).has('self-hosted');
}

/** A runner that fits the narrower job fits the wider one too. */
function labelsMeet(a: ReachedJob, b: ReachedJob): boolean {
  if (a.job.runsOn?.group !== b.job.runsOn?.group) return false;
  const [one, other] = [labelsOf(a), labelsOf(b)];
  return [...one].every((label) => other.has(label)) || [...other].every((label) => one.has(label));
}
