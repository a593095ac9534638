import { writesOf } from '@sallyport/workflow-graph';
import { buildsOf, strongDeployments } from '../facts.ts';
import { list, onlySigns, placeOf } from '../privilege.ts';
import type { Rule, RuleExamples } from '../rule.ts';

const pipeline = (top: string, build: string): string => `on: { push: { branches: [main] } }
permissions: ${top}
jobs:
  build:
    runs-on: ubuntu-latest
${build}    steps:
      - uses: actions/checkout@v4
      - run: npm ci
      - uses: actions/upload-pages-artifact@v3
        with: { path: dist }
  deploy:
    needs: build
    runs-on: ubuntu-latest
    environment: github-pages
    permissions: { pages: write, id-token: write }
    steps:
      - uses: actions/deploy-pages@v4
`;

export const examples = (): RuleExamples => ({
  before: pipeline('{ contents: read, pages: write, id-token: write }', ''),
  after: pipeline('{ contents: read }', ''),
  violated: [
    {
      name: 'through a call',
      files: {
        'call.yml':
          'on: push\npermissions: {}\njobs:\n  all:\n    permissions: { contents: read, id-token: write }\n    uses: ./.github/workflows/inner.yml\n',
        'inner.yml':
          'on: workflow_call\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: npm test\n',
      },
    },
    { name: 'another write scope, as a warning', files: { 'ci.yml': pipeline('{ contents: write }', '') } },
  ],
  holds: [
    {
      name: 'the building job has a block of its own',
      files: {
        'ci.yml': pipeline('{ contents: read, id-token: write }', '    permissions: { contents: read }\n'),
      },
    },
    {
      name: 'the job signs with it',
      files: {
        'ci.yml':
          'on: push\npermissions: { contents: read, id-token: write, attestations: write }\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: make\n      - uses: actions/attest@v2\n        with: { subject-path: out/* }\n',
      },
    },
  ],
});

export const rule: Rule = {
  id: 'inherited-token',
  title: 'A building job inherits a token that was meant for another job',
  tier: 'error',
  reason:
    'Permissions at the top of a workflow, and those of a calling job, reach every job that names none of its own. The deploy’s `id-token: write` then stands in the building job too.',
  tierReason:
    'An error for `id-token: write`, which lets the build mint an identity. Lowered to a warning for other write scopes. A job that signs with the token is meant to have it.',
  remedy:
    'Set `permissions: { contents: read }` at the top, and give each job that needs more its own block.',
  *check({ jobs }) {
    for (const judged of jobs) {
      const { facts, job } = judged;
      const { origin, assumed, place } = job.permissions;
      const executions = buildsOf(facts);
      if (executions.length === 0 || assumed || (origin !== 'workflow' && origin !== 'caller')) continue;
      // A job that deploys itself is told by `build-can-deploy`.
      if (strongDeployments(facts).length > 0) continue;
      const from = origin === 'workflow' ? 'the top of the workflow' : 'the calling job';
      const runs = `executes code of the tree (${list(executions)})`;
      if (facts.oidc && !onlySigns(judged) && facts.logins.length === 0) {
        yield {
          verdict: 'violated',
          job,
          place: place ?? job.job.place,
          message: `The job ${runs} and inherits \`id-token: write\` from ${from}.`,
          related: [placeOf(executions[0], job)],
        };
        continue;
      }
      const writes = writesOf(job.permissions).filter(
        (scope) => !harmless.has(scope) && scope !== 'id-token',
      );
      const used = facts.signs.length + facts.deployments.length + facts.unknown.length > 0;
      if (writes.length > 0 && !used) {
        yield {
          verdict: 'violated',
          tier: 'warning',
          job,
          place: place ?? job.job.place,
          message: `The job ${runs} and inherits write access (${writes.join(', ')}) from ${from}.`,
          related: [placeOf(executions[0], job)],
        };
      }
    }
  },
};

/** Scopes with which nothing of the repository or its deployments can be changed. */
const harmless: ReadonlySet<string> = new Set([
  'security-events',
  'checks',
  'statuses',
  'copilot-requests',
  'code-quality',
  'artifact-metadata',
]);
