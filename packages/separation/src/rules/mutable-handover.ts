import type { ReachedJob } from '@sallyport/workflow-graph';
import type { Act } from '../facts.ts';
import { commandsOf } from '../shell.ts';
import { builds, deploys } from '../privilege.ts';
import type { JudgedJob, Rule, RuleFinding, RuleExamples } from '../rule.ts';

const image = (output: string, deployed: string): string => `on: { push: { branches: [main] } }
permissions: {}
jobs:
  build:
    runs-on: ubuntu-latest
    permissions: { contents: read, packages: write }
${output}    steps:
      - uses: actions/checkout@v4
      - id: push
        uses: docker/build-push-action@v6
        with: { context: ., push: true, tags: 'ghcr.io/o/r:\${{ github.sha }}' }
  deploy:
    needs: build
    runs-on: ubuntu-latest
    environment: production
    permissions: { id-token: write }
    steps:
      - uses: aws-actions/configure-aws-credentials@v4
        with: { role-to-assume: 'arn:aws:iam::111122223333:role/deploy', aws-region: eu-west-1 }
      - run: kubectl set image deployment/app app=${deployed}
`;

const artifact = (download: string): string => `on: { push: { branches: [main] } }
permissions: {}
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: npm ci
      - uses: actions/upload-artifact@v4
        with: { name: site, path: dist }
  deploy:
    needs: build
    runs-on: ubuntu-latest
    environment: production
    permissions: { id-token: write }
    steps:
      - uses: actions/download-artifact@v4
        with: ${download}
      - uses: aws-actions/configure-aws-credentials@v4
        with: { role-to-assume: 'arn:aws:iam::111122223333:role/deploy', aws-region: eu-west-1 }
      - run: aws s3 sync dist s3://site
`;

export const examples = (): RuleExamples => ({
  before: image('', 'ghcr.io/o/r:${{ github.sha }}'),
  after: image(
    '    outputs: { digest: "${{ steps.push.outputs.digest }}" }\n',
    'ghcr.io/o/r@${{ needs.build.outputs.digest }}',
  ),
  violated: [
    {
      name: 'an artifact of the same run, as a note',
      files: { 'deploy.yml': artifact('{ name: site, path: dist }') },
    },
    {
      name: 'every artifact of the run by a pattern',
      files: { 'deploy.yml': artifact('{ pattern: "*", merge-multiple: true }') },
    },
  ],
  holds: [
    {
      name: 'an artifact by its id',
      files: { 'deploy.yml': artifact('{ artifact-ids: "${{ needs.build.outputs.id }}", path: dist }') },
    },
  ],
});

export const rule: Rule = {
  id: 'mutable-handover',
  title: 'What was built is handed over by a name that can be moved',
  tier: 'warning',
  reason:
    'Between build and deploy, whoever can write the registry or the run’s artifacts can put something else under a tag or a name. A digest or an artifact’s id cannot be moved.',
  tierReason:
    'A warning for images by tag and for artifacts of another run by name. A note for an artifact of the same run by name: that is what every careful project does, and only a job of the same run could replace it.',
  remedy:
    'Hand over the digest as a job output (`steps.push.outputs.digest`) and deploy `image@digest`; download artifacts by `artifact-ids`.',
  *check({ jobs }) {
    const pushed = new Map<string, ReachedJob>();
    for (const judged of jobs)
      if (builds(judged)) for (const name of pushedImages(judged)) pushed.set(name, judged.job);
    for (const judged of jobs) {
      if (!deploys(judged)) continue;
      yield* artifacts(judged);
      yield* images(judged, pushed);
    }
  },
};

function* artifacts({ facts, job }: JudgedJob): Iterable<RuleFinding> {
  for (const download of facts.downloads) {
    if (download.ids !== undefined) continue;
    const elsewhere = download.run !== undefined;
    const many = download.pattern !== undefined || download.overwrite;
    yield {
      verdict: 'violated',
      ...(elsewhere ? {} : { tier: 'note' as const }),
      job,
      place: download.place,
      message: `The deploying job takes ${many ? 'every artifact that fits a pattern' : 'an artifact by its name'}${elsewhere ? ' from another run' : ''}, not by its id.`,
    };
  }
}

function* images({ facts, job }: JudgedJob, pushed: ReadonlyMap<string, ReachedJob>): Iterable<RuleFinding> {
  const seen = new Set<string>();
  for (const act of facts.deployments.filter(({ strong }) => strong)) {
    for (const { name, text } of imagesNamed(act)) {
      const builder = pushed.get(name);
      if (builder === undefined || text.includes('@') || seen.has(name)) continue;
      seen.add(name);
      yield {
        verdict: 'violated',
        job,
        place: act.place,
        message: `The deploying job takes the image ${name} by tag, and \`${builder.job.id}\` pushes it.`,
        related: [builder.job.place],
      };
    }
  }
}

function pushedImages({ facts }: JudgedJob): readonly string[] {
  return facts.deployments
    .filter(({ kind }) => kind === 'image')
    .flatMap((act) => imagesNamed(act).map(({ name }) => name));
}

/** `registry/path:tag` and `registry/path@digest` in a step's inputs or script. */
function imagesNamed(act: Act): readonly { readonly name: string; readonly text: string }[] {
  const { step } = act.step;
  const words =
    step.run === undefined
      ? step.with.flatMap(({ text }) => withoutExpressions(text).split(/[\s,]+/))
      : commandsOf(step.run.text).flatMap((command) => command.words);
  return words.map(withoutExpressions).flatMap((word) => {
    const match = /(?:^|=)([a-z0-9.-]+\.[a-z]{2,}\/[^\s:@=]+)(?=[:@])[^\s]*$/i.exec(word);
    return match?.[1] === undefined ? [] : [{ name: match[1].toLowerCase(), text: match[0] }];
  });
}

/** An expression becomes one word without spaces, so that what stands around it can be read. */
function withoutExpressions(text: string): string {
  return text.replace(/\$\{\{.*?\}\}/g, '$');
}
