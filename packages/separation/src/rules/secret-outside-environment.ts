import { quote } from '@sallyport/workflow-graph';
import { deploys } from '../privilege.ts';
import type { Rule, RuleExamples } from '../rule.ts';

const job = (environment: string): string => `on: { push: { branches: [main] } }
permissions: {}
jobs:
  deploy:
    runs-on: ubuntu-latest
${environment}    steps:
      - run: npx wrangler deploy
        env: { CLOUDFLARE_API_TOKEN: "\${{ secrets.CLOUDFLARE_API_TOKEN }}" }
`;

export const examples = (): RuleExamples => ({
  before: job(''),
  after: job('    environment: production\n'),
  violated: [],
  holds: [],
  unverifiable: [
    {
      name: 'the environment is a variable',
      files: { 'd.yml': job('    environment: ${{ vars.TARGET }}\n') },
    },
  ],
});

export const rule: Rule = {
  id: 'secret-outside-environment',
  title: 'A deploy secret is not bound to an environment',
  tier: 'note',
  reason:
    'A secret of the repository can be read by every workflow on every branch. One of an environment only by jobs that name it, behind its rules.',
  tierReason:
    'A note: most well-kept projects do it, and a reusable workflow’s environment secrets are hard to pass on.',
  remedy: 'Move the secret into an environment with a branch rule, and name that environment in the job.',
  *check({ jobs }) {
    for (const judged of jobs) {
      const { facts, job } = judged;
      const [secret] = facts.secrets;
      if (secret === undefined || !deploys(judged) || facts.environment === 'named') continue;
      const names = quote([...new Set(facts.secrets.map(({ name }) => name))].slice(0, 3).join(', '));
      if (facts.environment === 'unknown') {
        yield {
          verdict: 'unverifiable',
          job,
          place: secret.place,
          message: `The deploying job uses ${names}, and its environment cannot be told from the files.`,
          settle: 'A constant environment name.',
        };
      } else {
        yield {
          verdict: 'violated',
          job,
          place: secret.place,
          message: `The deploying job uses ${names} without an environment.`,
        };
      }
    }
  },
};
