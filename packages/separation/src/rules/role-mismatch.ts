import { buildsOf, strongDeployments } from '../facts.ts';
import { list, placeOf } from '../privilege.ts';
import type { DeclaredRole, Role } from '../policy.ts';
import type { JudgedJob, Rule, RuleFinding, RuleExamples } from '../rule.ts';

const workflow = (step: string): string => `on: push
permissions: { contents: read }
jobs:
  package:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
${step}`;

const policy = (role: string, job = 'package'): string => `version: 1
roles:
  ci.yml: { ${job}: ${role} }
`;

const publish =
  '      - run: npm publish --ignore-scripts\n        env: { NODE_AUTH_TOKEN: "${{ secrets.NPM_TOKEN }}" }\n';

export const examples = (): RuleExamples => ({
  before: { 'ci.yml': workflow(publish), '.github/sallyport.yml': policy('build') },
  after: { 'ci.yml': workflow('      - run: npm ci\n'), '.github/sallyport.yml': policy('build') },
  violated: [
    {
      name: 'a job that does not exist',
      files: {
        'ci.yml': workflow('      - run: npm ci\n'),
        '.github/sallyport.yml': policy('build', 'pakcage'),
      },
    },
    {
      name: 'an attestation job that compiles',
      files: { 'ci.yml': workflow('      - run: make\n'), '.github/sallyport.yml': policy('attest') },
    },
    {
      name: 'a deploy that deploys nothing, as a warning',
      files: { 'ci.yml': workflow('      - run: npm ci\n'), '.github/sallyport.yml': policy('deploy') },
    },
  ],
  holds: [
    {
      name: 'a check that hands over its report',
      files: {
        'ci.yml': workflow('      - run: npm test\n      - uses: actions/upload-artifact@v4\n'),
        '.github/sallyport.yml': policy('check'),
      },
    },
  ],
});

export const rule: Rule = {
  id: 'role-mismatch',
  title: 'A job does what its declared role may not',
  tier: 'error',
  reason:
    'Declared roles alone can be evaded and inferred ones are a guess. Both together show drift: a build that began to publish, an attestation job that began to compile.',
  tierReason:
    'An error: the policy file says what the owners meant. Lowered to a warning where a job declared as deploy is not seen to deploy.',
  remedy: 'Correct the role in `.github/sallyport.yml`, or move the steps into a job of the right role.',
  *check({ jobs, policy, graph }) {
    for (const declared of policy.roles) {
      const file = graph.workflows.find(({ fileName }) => fileName === declared.workflow);
      if (file?.jobs.some(({ id }) => id === declared.job) !== true) yield missing(declared);
    }
    for (const judged of jobs) {
      const { declared } = judged.role;
      const finding = declared === undefined ? undefined : judge(judged, declared);
      if (finding !== undefined) yield finding;
    }
  },
};

function missing({ workflow, job, role, place }: DeclaredRole): RuleFinding {
  return {
    verdict: 'violated',
    job: undefined,
    place,
    message: `The policy gives the role ${role} to \`${workflow}\`, job \`${job}\`, which does not exist.`,
  };
}

function judge({ facts, job }: JudgedJob, declared: Role): RuleFinding | undefined {
  const strong = strongDeployments(facts);
  const builds = buildsOf(facts);
  const say = (act: Parameters<typeof placeOf>[0], does: string): RuleFinding => ({
    verdict: 'violated',
    job,
    place: placeOf(act, job),
    message: `The job is declared as ${declared}, but ${does}.`,
  });
  if (declared !== 'deploy' && strong.length > 0) return say(strong[0], `deploys (${list(strong)})`);
  if ((declared === 'attest' || declared === 'orchestrate') && builds.length > 0)
    return say(builds[0], `executes code of the tree (${list(builds)})`);
  if (
    declared === 'deploy' &&
    job.kind === 'steps' &&
    strong.length + facts.logins.length + facts.deployments.length + facts.unknown.length === 0
  ) {
    return { ...say(undefined, 'is not seen to deploy anything'), tier: 'warning' };
  }
  return undefined;
}
