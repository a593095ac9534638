import { buildsOf, strongDeployments } from '../facts.ts';
import { list } from '../privilege.ts';
import type { Rule, RuleExamples } from '../rule.ts';

const build = (permissions: string, steps = ''): string => `on: { push: { branches: [main] } }
${permissions}jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: npm ci
${steps}`;

/** What each scope lets a build do to a deploy. Source: facts of GitHub's REST API permissions reference. */
const powers: Readonly<Record<string, string>> = {
  actions: 'dispatch and re-run workflows, delete caches and artifacts',
  contents: 'push commits and move tags that trigger deploys',
  deployments: 'create and approve deployments',
  'pull-requests': 'approve and change pull requests',
};

export const examples = (): RuleExamples => ({
  before: build('permissions: { contents: read, actions: write }\n'),
  after: build('permissions: { contents: read }\n'),
  violated: [
    {
      name: 'an App token in the job',
      files: {
        'ci.yml': build(
          'permissions: { contents: read }\n',
          '      - uses: actions/create-github-app-token@v2\n        with: { app-id: 1, private-key: "${{ secrets.APP_KEY }}" }\n',
        ),
      },
    },
    {
      name: 'a personal access token by name',
      files: {
        'ci.yml': build(
          'permissions: { contents: read }\n',
          '      - run: gh workflow run deploy.yml\n        env: { GH_TOKEN: "${{ secrets.RELEASE_PAT }}" }\n',
        ),
      },
    },
    { name: 'write-all', files: { 'ci.yml': build('permissions: write-all\n') } },
  ],
  holds: [
    {
      name: 'packages: write alone',
      files: { 'ci.yml': build('permissions: { contents: read, packages: write }\n') },
    },
  ],
  unverifiable: [{ name: 'no permissions at all', files: { 'ci.yml': build('') } }],
});

export const rule: Rule = {
  id: 'build-controls-deploy',
  title: 'A building job can steer deploys',
  tier: 'warning',
  reason:
    'A build that may dispatch workflows, push tags, create deployments or approve pull requests does not need the deploy credential: it can have the deploy done. A personal or App token does the same and no `permissions` block shows it.',
  tierReason:
    'A warning: one job in seven of well-kept repositories has `contents: write`, mostly for releases. Unverifiable where no `permissions` are given, because the repository’s default decides.',
  remedy:
    'Give the building job `contents: read`, and do releases, comments and pushes in a job that takes the artifact.',
  *check({ jobs }) {
    for (const { facts, job } of jobs) {
      const executions = buildsOf(facts);
      if (executions.length === 0 || strongDeployments(facts).length > 0) continue;
      const runs = `The job executes code of the tree (${list(executions)})`;
      const scopes = Object.keys(powers).filter(
        (scope) => job.permissions.levels[scope as keyof typeof job.permissions.levels] === 'write',
      );
      const unknown = job.permissions.unknownScopes;
      const [token] = facts.appTokens;
      const personal = facts.secrets.find(({ name }) => personalToken.test(name));
      const forkOnly = job.events.every(({ event }) => event === 'pull_request');
      if (token !== undefined) {
        yield {
          verdict: 'violated',
          job,
          place: token.place,
          message: `${runs} and obtains a GitHub App token (${token.what}), which no \`permissions\` limit.`,
        };
      } else if (personal !== undefined) {
        yield {
          verdict: 'violated',
          job,
          place: personal.place,
          message: `${runs} and can read \`${personal.name}\`, a token of a person or App by its name.`,
        };
      }
      if (job.permissions.assumed) {
        yield {
          verdict: 'unverifiable',
          tier: 'note',
          job,
          place: job.job.place,
          message: `${runs}, and neither the job nor the workflow says its \`permissions\`.`,
          settle: 'A `permissions` block, e.g. `contents: read`.',
        };
      } else if (scopes.length + unknown.length > 0 && !forkOnly) {
        const may = scopes
          .map((scope) => `\`${scope}: write\` (${powers[scope]})`)
          .concat(unknown.map((scope) => `the unknown scope \`${scope}\``));
        yield {
          verdict: 'violated',
          job,
          place: job.permissions.place ?? job.job.place,
          message: `${runs} and has ${may.join(', ')}.`,
        };
      }
    }
  },
};

const personalToken =
  /(^|_)(PAT|BOT_TOKEN|APP_TOKEN|GH_TOKEN|GITHUB_PAT|ADMIN_TOKEN|RELEASE_TOKEN|PERSONAL_ACCESS_TOKEN)($|_)/i;
