import { strongDeployments } from '../facts.ts';
import { deploys, list, placeOf } from '../privilege.ts';
import type { Rule, RuleExamples } from '../rule.ts';

const deploy = (environment: string, on = 'push'): string => `on: ${on}
permissions: {}
jobs:
  deploy:
    runs-on: ubuntu-latest
${environment}    permissions: { id-token: write }
    steps:
      - uses: aws-actions/configure-aws-credentials@v4
        with: { role-to-assume: 'arn:aws:iam::111122223333:role/deploy', aws-region: eu-west-1 }
      - run: aws s3 sync dist s3://site
`;

export const examples = (): RuleExamples => ({
  before: deploy("    environment: ''\n"),
  after: deploy('    environment: production\n'),
  violated: [
    { name: 'none at all, as a note', files: { 'deploy.yml': deploy('') } },
    {
      name: 'empty for one of the events',
      files: {
        'deploy.yml': deploy(
          "    environment: ${{ github.event_name == 'workflow_dispatch' && 'production' || '' }}\n",
          '[push, workflow_dispatch]',
        ),
      },
    },
    {
      name: 'an input without a default on another event',
      files: {
        'deploy.yml': deploy(
          '    environment: ${{ inputs.target }}\n',
          '{ push: {}, workflow_dispatch: { inputs: { target: { type: choice, options: [a, b] } } } }',
        ),
      },
    },
  ],
  holds: [
    {
      name: 'a choice of names',
      files: {
        'deploy.yml': deploy(
          '    environment: ${{ inputs.target }}\n',
          '{ workflow_dispatch: { inputs: { target: { type: choice, options: [a, b] } } } }',
        ),
      },
    },
    {
      name: 'a matrix of names',
      files: {
        'deploy.yml': deploy(
          '    strategy: { matrix: { target: [staging, production] } }\n    environment: ${{ matrix.target }}\n',
        ),
      },
    },
    {
      name: 'one of two names',
      files: {
        'deploy.yml': deploy(
          "    environment: ${{ github.ref == 'refs/heads/main' && 'production' || 'staging' }}\n",
        ),
      },
    },
  ],
  unverifiable: [
    { name: 'a variable', files: { 'deploy.yml': deploy('    environment: ${{ vars.TARGET }}\n') } },
  ],
});

export const rule: Rule = {
  id: 'deploy-without-environment',
  title: 'A deploying job has no environment, or one that can be empty',
  tier: 'warning',
  reason:
    'The environment is where reviewers, branch rules and scoped secrets live, and it gives the deploy an OIDC subject of its own. An empty name is no environment, and nothing says so.',
  tierReason:
    'A warning where an environment is written but can be empty: the file promises a gate that is not there. No environment at all is a note, because four of five deploying jobs in well-kept repositories have none.',
  remedy: 'Name an environment with a constant, or make sure that every value of the expression is a name.',
  *check({ jobs }) {
    for (const judged of jobs) {
      const { facts, job } = judged;
      if (!deploys(judged)) continue;
      const place = job.job.environment?.place ?? job.job.place;
      const what = list(strongDeployments(facts).length > 0 ? strongDeployments(facts) : facts.logins);
      const shown = what === '' ? '' : ` (${what})`;
      if (facts.environment === 'none') {
        yield {
          verdict: 'violated',
          tier: 'note',
          job,
          place: placeOf(undefined, job),
          message: `The job deploys${shown} without an environment.`,
        };
      } else if (facts.environment === 'empty') {
        yield {
          verdict: 'violated',
          job,
          place,
          message: `The job deploys${shown}, and its environment is always empty.`,
        };
      } else if (facts.environment === 'maybe-empty') {
        yield {
          verdict: 'violated',
          job,
          place,
          message: `The job deploys${shown}, and its environment can be empty.`,
        };
      } else if (facts.environment === 'unknown') {
        yield {
          verdict: 'unverifiable',
          job,
          place,
          message: `The job deploys${shown}, and what its environment is cannot be told from the files.`,
          settle: 'A constant name, a matrix or an input with a list of choices.',
        };
      }
    }
  },
};
