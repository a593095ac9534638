import { canBeTrue, type ReachedJob } from '@sallyport/workflow-graph';
import { buildsOf, strongDeployments } from '../facts.ts';
import { deploys, list } from '../privilege.ts';
import type { JudgedJob, Rule, RuleExamples } from '../rule.ts';

const pipeline = (environment: string): string => `on: { push: { branches: [main] } }
permissions: {}
jobs:
  build:
    runs-on: ubuntu-latest
    permissions: { contents: read, id-token: write, attestations: write }
    steps:
      - uses: actions/checkout@v4
      - run: npm ci
      - uses: actions/attest-build-provenance@v2
        with: { subject-path: dist/* }
  deploy:
    needs: build
    runs-on: ubuntu-latest
${environment}    permissions: { id-token: write }
    steps:
      - uses: aws-actions/configure-aws-credentials@v4
        with: { role-to-assume: 'arn:aws:iam::111122223333:role/deploy', aws-region: eu-west-1 }
      - run: aws s3 sync dist s3://site
`;

export const examples = (): RuleExamples => ({
  before: pipeline(''),
  after: pipeline('    environment: production\n'),
  violated: [
    {
      name: 'both name the same environment',
      files: {
        'release.yml': pipeline('    environment: production\n').replace(
          '  build:\n    runs-on: ubuntu-latest\n',
          '  build:\n    runs-on: ubuntu-latest\n    environment: production\n',
        ),
      },
    },
  ],
  holds: [
    {
      name: 'the build has no id-token',
      files: { 'release.yml': pipeline('').replace(', id-token: write, attestations: write', '') },
    },
  ],
  unverifiable: [
    {
      name: 'in another workflow on the same ref, as a note',
      files: {
        'a.yml': pipeline('    environment: x\n').split('  deploy:')[0] ?? '',
        'b.yml': `on: { push: { branches: [main] } }\npermissions: {}\njobs:\n${
          pipeline('')
            .split('  build:')[1]
            ?.replace(/^[\s\S]*? {2}deploy:\n {4}needs: build\n/, '  deploy:\n') ?? ''
        }`,
      },
    },
  ],
});

export const rule: Rule = {
  id: 'shared-identity',
  title: 'A building and a deploying job present the same OIDC subject',
  tier: 'error',
  reason:
    'The default subject names the repository and the environment, or the ref where there is none. Two jobs of one workflow without an environment are the same identity to a cloud or registry, so the building one is let in too.',
  tierReason:
    'An error within one triggered workflow, where also `job_workflow_ref` is the same. Between workflows the subject may agree while `workflow_ref` differs, and only the trust policy knows which one counts: an unverifiable note.',
  remedy: 'Give the deploying job an environment of its own and demand it in the trust policy.',
  *check({ jobs }) {
    const holders = jobs.filter(({ facts }) => facts.oidc);
    const builders = indexBuilders(holders);
    for (const deployer of holders) {
      const { job } = deployer;
      if (!deploys(deployer) || buildsOf(deployer.facts).length > 0) continue;
      const own = subjects(job);
      const same = first(own, (subject) => builders.get(`${placeKey(job)}|${subject}`));
      const builder = same ?? first(own, (subject) => builders.get(subject));
      if (builder === undefined) continue;
      const message = `The subject of this deploying job is also that of \`${builder.job.workflow.fileName}\`, job \`${builder.job.job.id}\`, which executes code of the tree (${list(buildsOf(builder.facts))}) with \`id-token: write\`.`;
      const common = { job, place: job.job.place, related: [builder.job.job.place], message };
      if (same !== undefined) yield { ...common, verdict: 'violated' };
      else {
        const settle = 'Whether the trust policy demands `workflow_ref` or an environment.';
        yield { ...common, verdict: 'unverifiable', tier: 'note', settle };
      }
    }
  },
};

/** The first building job of each subject, and of each subject within one workflow file of one run. */
function indexBuilders(holders: readonly JudgedJob[]): ReadonlyMap<string, JudgedJob> {
  const index = new Map<string, JudgedJob>();
  for (const judged of holders) {
    if (buildsOf(judged.facts).length === 0 || strongDeployments(judged.facts).length > 0) continue;
    for (const subject of subjects(judged.job)) {
      for (const key of [subject, `${placeKey(judged.job)}|${subject}`])
        if (!index.has(key)) index.set(key, judged);
    }
  }
  return index;
}

function placeKey({ root, workflow }: ReachedJob): string {
  return `${root.path}|${workflow.path}`;
}

function first<Item, Found>(
  items: readonly Item[],
  find: (item: Item) => Found | undefined,
): Found | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Source: GitHub docs, "OpenID Connect reference": `sub` is the environment, else pull_request, else the ref. */
function subjects(job: ReachedJob): readonly string[] {
  const names = job.environment;
  const refs = job.events.map(({ event }) =>
    event === 'pull_request' ? 'pull_request' : event === 'release' ? 'ref:tag' : 'ref',
  );
  if (names === undefined || !canBeTrue(names)) return refs;
  if (names.open) return ['environment:?'];
  return names.literals.map((name) =>
    name === '' || name === null || name === false ? 'ref' : `environment:${String(name).toLowerCase()}`,
  );
}
