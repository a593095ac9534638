import { buildsOf, strongDeployments } from '../facts.ts';
import { isMeantAsDeploy, list, onlySigns, placeOf } from '../privilege.ts';
import type { JudgedJob, Rule, RuleFinding, RuleExamples } from '../rule.ts';

const fused = `on: { push: { branches: [main] } }
permissions: { contents: read }
jobs:
  release:
    runs-on: ubuntu-latest
    permissions: { contents: read, id-token: write }
    steps:
      - uses: actions/checkout@v4
      - run: npm ci
      - run: npm run build
      - uses: aws-actions/configure-aws-credentials@v4
        with: { role-to-assume: 'arn:aws:iam::111122223333:role/deploy', aws-region: eu-west-1 }
      - run: aws s3 sync dist s3://site
`;

const separated = `on: { push: { branches: [main] } }
permissions: { contents: read }
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: npm ci
      - run: npm run build
      - uses: actions/upload-artifact@v4
        with: { name: site, path: dist }
  deploy:
    needs: build
    runs-on: ubuntu-latest
    environment: production
    permissions: { id-token: write }
    steps:
      - uses: actions/download-artifact@v4
        with: { name: site, path: dist }
      - uses: aws-actions/configure-aws-credentials@v4
        with: { role-to-assume: 'arn:aws:iam::111122223333:role/deploy', aws-region: eu-west-1 }
      - run: aws s3 sync dist s3://site
`;

const build = (permissions: string, steps: string): string => `on: push
permissions: {}
jobs:
  build:
    runs-on: ubuntu-latest
    permissions: ${permissions}
    steps:
      - uses: actions/checkout@v4
      - run: npm ci
${steps}`;

export const examples = (): RuleExamples => ({
  before: fused,
  after: separated,
  violated: [
    {
      name: 'npm trusted publishing after a build in the same job',
      files: {
        'publish.yml': build(
          '{ contents: read, id-token: write }',
          '      - run: npm publish --provenance\n',
        ),
      },
    },
    {
      name: 'id-token that no step uses, in a job that runs install scripts',
      files: { 'ci.yml': build('{ contents: read, id-token: write }', '      - run: npm test\n') },
    },
    {
      name: 'a publish token in the step after the build',
      files: {
        'publish.yml': build(
          '{ contents: read }',
          '      - run: npm publish\n        env: { NODE_AUTH_TOKEN: "${{ secrets.NPM_TOKEN }}" }\n',
        ),
      },
    },
    {
      name: 'a reusable workflow that builds and inherits the caller’s id-token',
      files: {
        'call.yml':
          'on: push\npermissions: {}\njobs:\n  all:\n    permissions: { contents: read, id-token: write }\n    uses: ./.github/workflows/inner.yml\n',
        'inner.yml':
          'on: workflow_call\njobs:\n  both:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: make\n      - run: npm publish --ignore-scripts\n',
      },
    },
  ],
  holds: [
    {
      name: 'a build that attests what it built',
      files: {
        'build.yml': build(
          '{ contents: read, id-token: write, attestations: write }',
          '      - run: npm run build\n      - uses: actions/attest-build-provenance@v2\n        with: { subject-path: dist/* }\n',
        ),
      },
    },
    {
      name: 'a build that pushes an image with the repository’s token',
      files: {
        'image.yml': build(
          '{ contents: read, packages: write }',
          '      - uses: docker/login-action@v3\n        with: { registry: ghcr.io, username: "${{ github.actor }}", password: "${{ secrets.GITHUB_TOKEN }}" }\n      - uses: docker/build-push-action@v6\n        with: { context: ., push: true, tags: ghcr.io/o/r:1 }\n',
        ),
      },
    },
    {
      name: 'tests against a cluster inside the job',
      files: {
        'e2e.yml': build(
          '{ contents: read }',
          '      - uses: helm/kind-action@v1\n      - run: kubectl apply -f deploy/\n',
        ),
      },
    },
  ],
  unverifiable: [
    {
      name: 'integration tests with a cloud login whose role is not in the file',
      files: {
        'integration.yml': build(
          '{ contents: read, id-token: write }',
          '      - uses: google-github-actions/auth@v2\n        with: { workload_identity_provider: projects/1/x, service_account: ci@p.iam.gserviceaccount.com }\n      - run: npm test\n',
        ),
      },
    },
    {
      name: 'an unknown action that receives a secret in a building job',
      files: {
        'ci.yml': build(
          '{ contents: read }',
          '      - uses: some/uploader@v1\n        with: { token: "${{ secrets.UPLOAD_TOKEN }}" }\n',
        ),
      },
    },
  ],
});

export const rule: Rule = {
  id: 'build-can-deploy',
  title: 'A job that builds can deploy',
  tier: 'error',
  reason:
    'Install scripts, compilers and tests are written by many hands. In a job that also holds a deploy credential, any of them can use it: any step can read the job’s secrets and mint its OIDC token.',
  tierReason:
    'This is what separation is about. An identity that only signs or reports is not one that deploys, and a building job that pushes an image with the repository’s own token is a build. A cloud login without a visible deployment is unverifiable: what the cloud role may do is not in the file.',
  remedy:
    'Split the job: one that builds and uploads an artifact, with `contents: read`, and one that needs it, names an environment, downloads the artifact and deploys it.',
  *check({ jobs }) {
    const deployIdentities = new Set(
      jobs
        .filter(({ facts, role }) => strongDeployments(facts).length > 0 || role.declared === 'deploy')
        .flatMap(({ facts }) => facts.logins.flatMap(({ identity }) => identity ?? [])),
    );
    for (const judged of jobs) {
      const finding = judge(judged, deployIdentities);
      if (finding !== undefined) yield finding;
    }
  },
};

function judge(judged: JudgedJob, deployIdentities: ReadonlySet<string>): RuleFinding | undefined {
  const { facts, job } = judged;
  const executions = buildsOf(facts);
  const [execution] = executions;
  if (execution === undefined) return undefined;
  const strong = strongDeployments(facts);
  const runs = `The job executes code of the tree (${list(executions)})`;
  const violated = (place: RuleFinding['place'], message: string): RuleFinding => ({
    verdict: 'violated',
    job,
    place,
    message,
    related: [execution.place],
  });
  const unverifiable = (place: RuleFinding['place'], message: string, settle: string): RuleFinding => ({
    verdict: 'unverifiable',
    job,
    place,
    message,
    settle,
    related: [execution.place],
  });
  // What a deploying job executes is told by `deploy-runs-tree-code`.
  if (strong.length > 0 && isMeantAsDeploy(judged)) return undefined;
  if (strong.length > 0) return violated(placeOf(strong[0], job), `${runs} and deploys (${list(strong)}).`);
  const [login] = facts.logins;
  if (login !== undefined) {
    if (login.identity !== undefined && deployIdentities.has(login.identity)) {
      return violated(login.place, `${runs} and logs in with the identity that a deploying job uses.`);
    }
    return unverifiable(
      login.place,
      `${runs} and logs in to a cloud (${login.what}); no step is seen to deploy.`,
      'What the cloud role may do: give tests an identity of their own that cannot deploy, and say so in an ignore.',
    );
  }
  const [unknown] = facts.unknown;
  // An action of the tree may be what the token is for, e.g. where an action tests itself.
  const ownAction = executions.find(({ kind }) => kind === 'local-action');
  if (facts.oidc && !onlySigns(judged)) {
    const place = job.permissions.place ?? job.job.place;
    const user = unknown ?? ownAction;
    if (user !== undefined) {
      return unverifiable(
        place,
        `${runs} and has \`id-token: write\`; ${list([user])} may use it.`,
        `What ${user.what} does with it, or the permission in a job of its own.`,
      );
    }
    // A token that comes from above without being asked for is told by `inherited-token`.
    if (job.permissions.origin !== 'job') return undefined;
    return violated(
      place,
      `${runs} and has \`id-token: write\`, which no step uses for signing: all of that code can mint the job’s identity.`,
    );
  }
  const receives = facts.unknown.find((act) =>
    facts.secrets.some(({ step }) => step?.outer === act.step.outer),
  );
  if (receives === undefined) return undefined;
  return unverifiable(
    receives.place,
    `${runs}, and ${receives.what} receives a secret; what it does is not known.`,
    `The text of ${receives.what} through \`remote\`, or the step in a job of its own.`,
  );
}
