import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { checkRepository, emptyPolicy } from '@sallyport/separation';
import { provideOpenBao } from '../peers/openbao.ts';
import type { RunOptions } from '../runner/index.ts';
import { type Caller, createCaller, recordUploads, type Seen } from '../services/caller.ts';
import { type Scene, startScene } from '../services/scene.ts';
import { createUnguarded } from '../services/unguarded.ts';

const peer = await provideOpenBao();
const whenThere = 'missing' in peer ? describe.skip : describe;

/** An example in its good case, and in the attack that it is there to stop. */
interface Example {
  readonly file: string;
  /** What the good case says when it is done. */
  readonly done: string | RegExp;
  readonly good?: Partial<RunOptions>;
  readonly attack: string;
  readonly attackRun?: Partial<RunOptions>;
  /** How the attacker changes the workflow on the branch that is run. */
  readonly change?: (workflow: string) => string;
  /** What the log says when the attack is stopped. */
  readonly stopped: string | RegExp;
  /** What it says when it is not. */
  readonly succeeded: string | RegExp;
  /** The attack, where it is stopped, ends like this. Default: failure. */
  readonly ends?: 'success';
}

const feature = { event: { name: 'push', ref: 'refs/heads/feature' } };
const mismatch = 'The token does not satisfy the claim policy: `ref`';
const fused = `
on: { push: { branches: [main] } }
permissions: { contents: read, id-token: write }
jobs:
  release:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
      - run: npm ci && npm run build
      - uses: aws-actions/configure-aws-credentials@v4
        with: { role-to-assume: 'arn:aws:iam::111122223333:role/site', aws-region: eu-west-1 }
      - run: aws s3 sync dist s3://site
`;

const anotherBranch = {
  attack: 'a branch that somebody pushed deploys',
  attackRun: feature,
  stopped: mismatch,
};

const examples: readonly Example[] = [
  { ...anotherBranch, file: 'deploy-azure', done: /^deploying/m, succeeded: /^deploying/m },
  {
    ...anotherBranch,
    file: 'deploy-aws',
    done: /^deploying to eu-central-1/m,
    succeeded: /^deploying to eu-central-1/m,
  },
  { ...anotherBranch, file: 'deploy-vault', done: /^deployed as/m, succeeded: /^deployed as/m },
  { ...anotherBranch, file: 'deploy-session', done: /^deploying with/m, succeeded: /^deploying with/m },
  { ...anotherBranch, file: 'two-clouds', done: /^deploying to both/m, succeeded: /^deploying to both/m },
  { ...anotherBranch, file: 'ghes', done: /^deploying to eu/m, succeeded: /^deploying to eu/m },
  {
    ...anotherBranch,
    file: 'build-and-deploy',
    done: /^deploying index\.html/m,
    succeeded: /^deploying index\.html/m,
  },
  {
    ...anotherBranch,
    file: 'environments-matrix',
    done: /^deploying to production/m,
    attack: 'the branch for staging deploys to production',
    attackRun: { event: { name: 'push', ref: 'refs/heads/develop' } },
    succeeded: /^deploying to production/m,
  },
  {
    ...anotherBranch,
    file: 'monorepo-plan-apply',
    done: /^applied/m,
    attack: 'a branch takes the condition away and applies',
    change: (workflow) => workflow.replace(/^ +if: github\.ref.*\n/m, ''),
    succeeded: /^applied/m,
  },
  {
    file: 'self-hosted',
    done: 'deploying from our network',
    attack: 'a later step takes the credentials',
    change: (workflow) => `${workflow}      - run: 'echo "taken: \${AWS_SESSION_TOKEN:+all of it}"'\n`,
    stopped: /^taken: $/m,
    succeeded: /^taken: all of it$/m,
    ends: 'success',
  },
  {
    file: 'publish-npm',
    done: /^published package\.tgz from refs\/tags\/v1\.0\.0$/m,
    good: { event: { name: 'push', ref: 'refs/tags/v1.0.0' } },
    attack: 'a branch publishes',
    attackRun: feature,
    change: (workflow) =>
      workflow.replace('tags: ["v*"]', 'branches: [feature]').replace("tags: ['v*']", 'branches: [feature]'),
    stopped: mismatch,
    succeeded: /^published package\.tgz from refs\/heads\/feature$/m,
  },
];

/** Examples that check a repository rather than log in. */
const checks = ['check-pull-requests', 'check-with-code-scanning'];

whenThere('examples', () => {
  let scene: Scene;
  let caller: Caller;
  let tools: Partial<RunOptions>;
  const unguarded = createUnguarded();
  beforeAll(async () => {
    scene = await startScene();
    caller = createCaller(scene, {
      'index.html': 'a page\n',
      'package.json': '{ "name": "example", "version": "1.0.0" }\n',
    });
    tools = { env: { PATH: `${fakeNpm(caller.folder)}:${process.env['PATH'] ?? ''}` } };
  });
  afterAll(async () => {
    caller.remove();
    unguarded.remove();
    await scene.close();
  });

  const read = (file: string): string =>
    readFileSync(join(import.meta.dirname, '..', '..', 'examples', `${file}.yml`), 'utf8');
  const exchanges = (): number => scene.sts.issued.length + scene.entra.calls.length;

  function attackOn(
    { file, change = String, attackRun }: Example,
    more: Partial<RunOptions> = {},
  ): Promise<Seen> {
    return caller.run(change(read(file)), { ...tools, ...attackRun, ...more });
  }

  test.each(examples)('$file does what it says', async ({ file, done, good }) => {
    const { result, text } = await caller.run(read(file), { ...tools, ...good });
    expect(
      result.jobs
        .map(({ name, conclusion }) => `${name}: ${conclusion}`)
        .filter((line) => !line.endsWith('success')),
    ).toEqual([]);
    expect(text).toMatch(done);
  });

  test.each(examples)('$file stops it when $attack', async (example) => {
    const { result, text } = await attackOn(example);
    expect(result.conclusion).toBe(example.ends ?? 'failure');
    expect(text).toMatch(example.stopped);
    expect(text).not.toMatch(example.succeeded);
  });

  test.each(examples)('without our step, $attack in $file', async (example) => {
    const { text } = await attackOn(example, { repositories: { 'OWNER/sallyport': unguarded.folder } });
    expect(text).toMatch(example.succeeded);
  });

  test('nothing is exchanged for a job that is refused', async () => {
    for (const example of examples.filter(
      ({ attackRun, file }) => attackRun === feature && file !== 'monorepo-plan-apply',
    )) {
      const before = exchanges();
      await attackOn(example);
      expect([example.file, exchanges()]).toEqual([example.file, before]);
    }
  });

  describe.each(checks)('%s', (file) => {
    async function check(workflow: string, more: Partial<RunOptions> = {}) {
      const uploads: Record<string, string>[] = [];
      const other = createCaller(scene, { '.github/workflows/release.yml': workflow });
      const { result } = await other.run(read(file), { standIns: recordUploads(uploads), ...more });
      other.remove();
      return result.conclusion;
    }

    test('is content with a repository that separates, and red for a build that can deploy', async () => {
      expect(await check(read('deploy-aws'))).toBe('success');
      expect(await check(fused)).toBe('failure');
    });

    test('without our step nobody is told', async () => {
      expect(await check(fused, { repositories: { 'OWNER/sallyport': unguarded.folder } })).toBe('success');
    });
  });
});

/** Tested beside the action that they are about. */
const elsewhere = /^(?:leak-scan-|vault-|deploy-gcp)/;

describe('the folder examples/', () => {
  const folder = join(import.meta.dirname, '..', '..', 'examples');
  const files = readdirSync(folder).filter((name) => name.endsWith('.yml'));

  test('has a row above for each file', () => {
    const known = [...examples.map(({ file }) => file), ...checks].map((file) => `${file}.yml`);
    expect(files.filter((file) => !known.includes(file) && !elsewhere.test(file))).toEqual([]);
  });

  test.each(files)('%s says first who needs it', (file) => {
    expect(readFileSync(join(folder, file), 'utf8')).toMatch(/^# For [^\n]+\.\n/);
  });

  test('is clean under our own repository check', () => {
    const result = checkRepository(
      {
        files: files.map((file) => ({
          path: `.github/workflows/${file}`,
          content: readFileSync(join(folder, file)),
        })),
        remote: readOurs,
      },
      { policy: emptyPolicy, known: new Set(), today: '2026-01-01', isOverdue: () => false },
    );
    expect(
      result.findings
        .filter(({ tier, verdict }) => tier === 'error' && verdict === 'violated')
        .map(({ place, message }) => `${place.path}:${place.line}: ${message}`),
    ).toEqual([]);
  });
});

/** The text of what the examples call of ours: `<owner>/<repo>/<ref>/<path>`. */
function readOurs(path: string): string | undefined {
  const own = /^OWNER\/sallyport\/[^/]+\/(.+)$/.exec(path)?.[1];
  return own === undefined ? undefined : readFileSync(join(import.meta.dirname, '..', '..', own), 'utf8');
}

/** `npm` for the example that publishes: packs nothing and says what it would send. */
function fakeNpm(folder: string): string {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  const script = `#!/bin/sh\ncase "$1" in pack) echo packed > example-1.0.0.tgz;; publish) echo "published \${2#./} from $GITHUB_REF";; esac\n`;
  writeFileSync(join(bin, 'npm'), script);
  chmodSync(join(bin, 'npm'), 0o755);
  return bin;
}
