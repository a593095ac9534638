import { quote } from '@sallyport/workflow-graph';
import { deploys } from '../privilege.ts';
import type { Rule, RuleExamples } from '../rule.ts';

const sha = 'a'.repeat(40);
const deploy = (uses: string, extra = ''): string => `on: { push: { branches: [main] } }
permissions: {}
jobs:
  deploy:
    runs-on: ubuntu-latest
    environment: production
${extra}    permissions: { id-token: write }
    steps:
      - uses: ${uses}
        with: { role-to-assume: 'arn:aws:iam::111122223333:role/deploy', aws-region: eu-west-1 }
      - run: aws s3 sync dist s3://site
`;

export const examples = (): RuleExamples => ({
  before: deploy('aws-actions/configure-aws-credentials@v4'),
  after: deploy(`aws-actions/configure-aws-credentials@${sha}`),
  violated: [
    {
      name: 'a job container by tag',
      files: {
        'deploy.yml': deploy(`aws-actions/configure-aws-credentials@${sha}`, '    container: alpine:3\n'),
      },
    },
  ],
  holds: [
    {
      name: 'a job container by digest',
      files: {
        'deploy.yml': deploy(
          `aws-actions/configure-aws-credentials@${sha}`,
          `    container: alpine@sha256:${'b'.repeat(64)}\n`,
        ),
      },
    },
  ],
});

export const rule: Rule = {
  id: 'unpinned-in-deploy',
  title: 'A deploying job uses something that others can change under its name',
  tier: 'warning',
  reason:
    'Tags of actions and images move. In 2025 and 2026 the tags of tj-actions, trivy-action and others were moved to code that read the job’s secrets.',
  tierReason:
    'A warning: one use in five is not pinned. A note for actions of `actions` and `github`, whose owner runs the platform anyway.',
  remedy: 'Pin actions to a full commit id with the version as a comment, and images to a digest.',
  *check({ jobs }) {
    for (const judged of jobs) {
      const { job } = judged;
      if (!deploys(judged)) continue;
      for (const { reference, step, within } of job.steps) {
        if (within.length > 0 || step.uses === undefined) continue;
        const docker = reference?.kind === 'docker' && !reference.image.includes('@sha256:');
        if (!docker && (reference?.kind !== 'remote' || reference.pinned)) continue;
        const platform = reference?.kind === 'remote' && /^(actions|github)$/i.test(reference.owner);
        yield {
          verdict: 'violated',
          ...(platform ? { tier: 'note' as const } : {}),
          job,
          place: step.uses.place,
          message: `The deploying job uses ${quote(step.uses.text)}, which can be changed under that name.`,
        };
      }
      const containers = [job.job.container, ...job.job.services];
      for (const container of containers) {
        if (container === undefined || container.image === '' || container.image.includes('@sha256:'))
          continue;
        yield {
          verdict: 'violated',
          job,
          place: container.place,
          message: `The deploying job runs the image ${quote(container.image)}, which can be changed under that name.`,
        };
      }
    }
  },
};
