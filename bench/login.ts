import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { provideNode24 } from '../test/peers/node24.ts';
import { type AwsScene, roleArn, startAwsScene } from '../test/bundle/oidc-login/aws-scene.ts';
import type { Bench, Outcome } from './harness.ts';
import { asOutcome, comparePairs, type Sample, timeChild } from './harness-pairs.ts';

const root = join(import.meta.dirname, '..');
const peerName = 'configure-aws-credentials';

/** A job's folders and command files, and how to time one process in it. */
class Job {
  readonly #folder = mkdtempSync(join(tmpdir(), 'bench-'));
  readonly #node: string;
  readonly #scene: AwsScene;

  constructor(node: string, scene: AwsScene) {
    this.#node = node;
    this.#scene = scene;
    mkdirSync(join(this.#folder, 'temp'));
  }

  sample(script: string, environment: Readonly<Record<string, string>>, expectedStatus = 0): Sample {
    return () => {
      const files = ['ENV', 'OUTPUT', 'STATE', 'STEP_SUMMARY', 'PATH'].map((name) => [
        `GITHUB_${name}`,
        join(this.#folder, name),
      ]);
      for (const [, file] of files) writeFileSync(file!, '');
      // A spool that grows from run to run would measure the benchmark, not the step.
      rmSync(join(this.#folder, 'temp', 'sallyport-audit'), { recursive: true, force: true });
      return timeChild({
        command: this.#node,
        args: [script],
        env: {
          PATH: process.env['PATH'] ?? '',
          HOME: this.#folder,
          GITHUB_ACTION: 'login',
          GITHUB_WORKFLOW: 'Deploy',
          GITHUB_WORKSPACE: this.#folder,
          RUNNER_TEMP: join(this.#folder, 'temp'),
          ...(Object.fromEntries(files) as Record<string, string>),
          ...this.#scene.github.environment,
          ...environment,
        },
        expectedStatus,
      });
    };
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function asInputs(inputs: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
  );
}

async function measure(peer: { readonly path: string } | { readonly skipped: string }, node: string) {
  const scene = await startAwsScene();
  const job = new Job(node, scene);
  const bundle = (entry: string): string => join(root, 'dist', 'oidc-login', entry, 'index.js');
  const ours = asInputs(scene.inputs);
  const theirs = asInputs({
    'role-to-assume': roleArn,
    'aws-region': 'eu-central-1',
    audience: 'sts.amazonaws.com',
    'sts-endpoint': scene.sts.origin,
  });
  const bare = {
    TOKEN_URL: scene.github.endpoint!.url,
    TOKEN_BEARER: scene.github.endpoint!.bearer,
    KEYS_URL: `${scene.github.issuer}/.well-known/jwks`,
    STS_URL: `${scene.sts.origin}/`,
    ROLE_ARN: roleArn,
  };
  const login = job.sample(bundle('main'), ours);
  const empty = job.sample(join(root, 'bench', 'floors', 'empty.mjs'), {});
  const outcomes: Record<string, Outcome> = {
    floor: asOutcome(
      await comparePairs(login, job.sample(join(root, 'bench', 'floors', 'bare-login.mjs'), bare)),
    ),
    refusal: await refusal(
      job.sample(bundle('main'), { ...ours, INPUT_CLAIMS: 'repository_id: "1"' }, 1),
      empty,
    ),
    size: { value: statSync(bundle('main')).size / 1000 },
  };
  if ('skipped' in peer) {
    outcomes['peer'] = peer;
    outcomes['post'] = peer;
  } else {
    outcomes['peer'] = asOutcome(
      await comparePairs(login, job.sample(join(peer.path, 'dist', 'index.js'), theirs)),
    );
    outcomes['post'] = asOutcome(
      await comparePairs(
        job.sample(bundle('post'), { ...ours, STATE_login: savedState() }),
        job.sample(join(peer.path, 'dist', 'cleanup', 'index.js'), theirs),
      ),
    );
  }
  job.remove();
  await scene.close();
  return outcomes;
}

async function refusal(refused: Sample, empty: Sample): Promise<Outcome> {
  const { medianA, medianB } = await comparePairs(refused, empty, 7);
  return {
    value: medianA - medianB,
    note: `${medianA.toFixed(0)} ms, an empty script ${medianB.toFixed(0)} ms`,
  };
}

/** What a login at AWS leaves for its post step. */
function savedState(): string {
  const names = [
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_SESSION_TOKEN',
    'AWS_REGION',
    'AWS_DEFAULT_REGION',
  ];
  return JSON.stringify({
    provider: 'aws',
    role: roleArn,
    restoration: Object.fromEntries(names.map((name) => [name, { before: '', written: '' }])),
  });
}

export const bench: Bench = {
  name: 'login',
  description: 'oidc-login at AWS: token, keys, exchange, on loopback servers, Node 24',
  rows: [
    { id: 'peer', what: 'whole login', against: peerName, budget: { atMost: 0.6 }, unit: '×' },
    {
      id: 'floor',
      what: 'whole login',
      against: 'the same requests by node:http',
      budget: { atMost: 1.3 },
      unit: '×',
    },
    {
      id: 'post',
      what: 'post with nothing to revoke',
      against: `${peerName}'s post`,
      budget: { atMost: 0.85 },
      unit: '×',
    },
    { id: 'refusal', what: 'a refused policy, beyond an empty script', budget: { atMost: 1000 }, unit: 'ms' },
    { id: 'size', what: 'main bundle', budget: { atMost: 300 }, unit: 'kB' },
  ],
  async run(setting) {
    const node = await provideNode24();
    if ('missing' in node) {
      return Object.fromEntries(
        ['peer', 'floor', 'post', 'refusal', 'size'].map((id) => [id, { skipped: node.missing }]),
      );
    }
    return measure(setting.peer(peerName), node.path);
  },
};
