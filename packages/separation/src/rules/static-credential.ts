import { actionName, type ReachedStep } from '@sallyport/workflow-graph';
import { strongDeployments, type SecretUse } from '../facts.ts';
import type { Rule, RuleExamples } from '../rule.ts';

const job = (step: string): string => `on: { push: { branches: [main] } }
permissions: { contents: read, id-token: write }
jobs:
  deploy:
    runs-on: ubuntu-latest
    environment: production
    steps:
${step}      - run: aws s3 sync dist s3://site
`;

/** Secrets by their usual names, and what replaces them. Source: each vendor's documentation of GitHub OIDC. */
const longLived: readonly { readonly name: RegExp; readonly what: string; readonly instead: string }[] = [
  {
    name: /AWS_(ACCESS_KEY|SECRET_ACCESS_KEY|SECRET_KEY)/i,
    what: 'a long-lived AWS key',
    instead: 'a role by OIDC',
  },
  {
    name: /(GCP|GOOGLE|GCLOUD)_?\w*(KEY|CREDENTIALS|SA_JSON)|SERVICE_ACCOUNT_(KEY|JSON)/i,
    what: 'a Google service account key',
    instead: 'workload identity federation',
  },
  {
    name: /AZURE_(CREDENTIALS|CLIENT_SECRET)|ARM_CLIENT_SECRET/i,
    what: 'an Azure client secret',
    instead: 'a federated credential',
  },
  { name: /^NPM_(AUTH_)?TOKEN$|NODE_AUTH_TOKEN/i, what: 'an npm token', instead: 'trusted publishing' },
  { name: /PYPI_?\w*(TOKEN|PASSWORD)|TWINE_PASSWORD/i, what: 'a PyPI token', instead: 'trusted publishing' },
  {
    name: /CARGO_REGISTRY_TOKEN|CRATES_IO_TOKEN|CRATES_TOKEN/i,
    what: 'a crates.io token',
    instead: 'trusted publishing',
  },
  {
    name: /RUBYGEMS?_(API_KEY|TOKEN)|GEM_HOST_API_KEY/i,
    what: 'a RubyGems key',
    instead: 'trusted publishing',
  },
  { name: /NUGET_(API_)?KEY|NUGET_TOKEN/i, what: 'a NuGet key', instead: 'trusted publishing' },
];

export const examples = (): RuleExamples => ({
  before: job(
    '      - uses: aws-actions/configure-aws-credentials@v4\n        with: { aws-access-key-id: "${{ secrets.AWS_ACCESS_KEY_ID }}", aws-secret-access-key: "${{ secrets.AWS_SECRET_ACCESS_KEY }}", aws-region: eu-west-1 }\n',
  ),
  after: job(
    "      - uses: aws-actions/configure-aws-credentials@v4\n        with: { role-to-assume: 'arn:aws:iam::111122223333:role/deploy', aws-region: eu-west-1 }\n",
  ),
  violated: [
    {
      name: 'an npm token',
      files: {
        'p.yml': job(
          '      - run: npm publish x.tgz\n        env: { NODE_AUTH_TOKEN: "${{ secrets.NPM_TOKEN }}" }\n',
        ),
      },
    },
    {
      name: 'a PyPI password',
      files: {
        'p.yml': job(
          '      - uses: pypa/gh-action-pypi-publish@release/v1\n        with: { password: "${{ secrets.PUBLISH }}" }\n',
        ),
      },
    },
  ],
  holds: [
    {
      name: 'a secret that nothing federates',
      files: {
        'p.yml': job('      - run: echo notify\n        env: { HOOK: "${{ secrets.CHAT_WEBHOOK }}" }\n'),
      },
    },
  ],
});

export const rule: Rule = {
  id: 'static-credential',
  title: 'A long-lived key is used where the provider federates',
  tier: 'warning',
  reason:
    'A stored key works from anywhere, for whoever copies it, until somebody revokes it. A federated identity ends with the job and names it.',
  tierReason: 'A warning: it makes every other hole worse, but is none by itself.',
  remedy:
    'Use the provider’s OIDC federation (role, workload identity, federated credential, trusted publishing) and delete the key.',
  *check({ jobs }) {
    for (const { facts, job } of jobs) {
      const told = new Set<string>();
      for (const login of facts.logins.filter(({ static: isStatic }) => isStatic)) {
        told.add(login.provider);
        yield {
          verdict: 'violated',
          job,
          place: login.place,
          message: `The job logs in to ${login.provider} with a stored key (${login.what}), not by federation.`,
        };
      }
      for (const use of facts.secrets) {
        const known = longLived.find(({ name }) => name.test(use.name));
        if (
          known === undefined ||
          told.has(known.what) ||
          (use.step !== undefined && told.has(providerOf(use.step)))
        )
          continue;
        told.add(known.what);
        yield {
          verdict: 'violated',
          job,
          place: use.place,
          message: `The job uses \`${use.name}\`, by its name ${known.what}; ${known.instead} replaces it.`,
        };
      }
      const pypi = facts.secrets.find(isPypiPassword);
      if (pypi !== undefined && !told.has('a PyPI token') && strongDeployments(facts).length > 0) {
        yield {
          verdict: 'violated',
          job,
          place: pypi.place,
          message: `The job publishes to PyPI with \`${pypi.name}\`; trusted publishing replaces it.`,
        };
      }
    }
  },
};

function providerOf(step: ReachedStep): string {
  const name = step.reference === undefined ? undefined : actionName(step.reference);
  if (name?.startsWith('aws-actions/') === true) return 'aws';
  return name?.startsWith('google-github-actions/') === true
    ? 'gcp'
    : (name ?? '').startsWith('azure/')
      ? 'azure'
      : '';
}

function isPypiPassword({ step }: SecretUse): boolean {
  return step?.reference !== undefined && actionName(step.reference) === 'pypa/gh-action-pypi-publish';
}
