import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startFaultyRelay } from '../test/bundle/vault-secrets/faulty-relay.ts';
import { provideNode24 } from '../test/peers/node24.ts';
import { type OpenBao, provideOpenBao, startOpenBao } from '../test/peers/openbao.ts';
import type { Bench, Outcome } from './harness.ts';
import { asOutcome, comparePairs, type Sample, timeChild } from './harness-pairs.ts';

const root = join(import.meta.dirname, '..');
const main = join(root, 'dist', 'vault-secrets', 'main', 'index.js');
const peerName = 'vault-action';
const ids = ['one-peer', 'one-floor', 'fifty-peer', 'fifty-floor', 'thousand-floor', 'refusal', 'size'];

interface Credentials {
  readonly roleId: string;
  readonly secretId: string;
}

async function prepare(bao: OpenBao): Promise<Credentials> {
  await bao.api('sys/policies/acl/bench', { policy: 'path "secret/data/p*" { capabilities = ["read"] }' });
  await bao.api('sys/auth/approle', { type: 'approle' });
  await bao.api('auth/approle/role/bench', { token_policies: ['default', 'bench'], token_ttl: '10m' });
  for (let index = 0; index < 300; index += 1) {
    const data = Object.fromEntries([0, 1, 2, 3].map((key) => [`k${key}`, `value-${index}-${key}`]));
    await bao.api(`secret/data/p${index}`, { data });
  }
  const role = await bao.api('auth/approle/role/bench/role-id');
  const secret = await bao.api('auth/approle/role/bench/secret-id', {});
  return { roleId: String(role.data!['role_id']), secretId: String(secret.data!['secret_id']) };
}

/** A job's folders and command files, and how to time one process in it. */
class Job {
  readonly #folder = mkdtempSync(join(tmpdir(), 'bench-'));
  readonly #node: string;
  readonly #credentials: Credentials;

  constructor(node: string, credentials: Credentials) {
    this.#node = node;
    this.#credentials = credentials;
    mkdirSync(join(this.#folder, 'temp'));
  }

  action(script: string, url: string, secrets: string, expectedStatus = 0): Sample {
    return this.#sample(
      script,
      {
        INPUT_URL: url,
        INPUT_METHOD: 'approle',
        INPUT_ROLEID: this.#credentials.roleId,
        INPUT_SECRETID: this.#credentials.secretId,
        INPUT_SECRETS: secrets,
        INPUT_EXPORTENV: 'true',
      },
      expectedStatus,
    );
  }

  bare(url: string, paths: readonly string[]): Sample {
    return this.#sample(join(root, 'bench', 'floors', 'bare-vault.mjs'), {
      VAULT_URL: url,
      ROLE_ID: this.#credentials.roleId,
      SECRET_ID: this.#credentials.secretId,
      PATHS: paths.join(' '),
      MOUNT_OF: paths[0]!,
      IN_FLIGHT: '8',
    });
  }

  empty(): Sample {
    return this.#sample(join(root, 'bench', 'floors', 'empty.mjs'), {});
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #sample(script: string, environment: Readonly<Record<string, string>>, expectedStatus = 0): Sample {
    return () => {
      const files = ['ENV', 'OUTPUT', 'STATE', 'STEP_SUMMARY', 'PATH'].map(
        (name) => [`GITHUB_${name}`, join(this.#folder, name)] as const,
      );
      for (const [, file] of files) writeFileSync(file, '');
      // A spool that grows from run to run would measure the benchmark, not the step.
      rmSync(join(this.#folder, 'temp', 'sallyport-audit'), { recursive: true, force: true });
      return timeChild({
        command: this.#node,
        args: [script],
        env: {
          PATH: process.env['PATH'] ?? '',
          HOME: this.#folder,
          GITHUB_WORKSPACE: this.#folder,
          RUNNER_TEMP: join(this.#folder, 'temp'),
          ...Object.fromEntries(files),
          ...environment,
        },
        expectedStatus,
      });
    };
  }
}

async function measure(peer: { readonly path: string } | { readonly skipped: string }, node: string) {
  const bao = await startOpenBao();
  const job = new Job(node, await prepare(bao));
  const slow = await startFaultyRelay(bao.address, 20);
  const paths = (count: number) => Array.from({ length: count }, (_, index) => `secret/data/p${index}`);
  const one = 'secret/data/p0 k0 | ONE';
  const fifty = paths(50)
    .map((path, index) => `${path} k0 | P${index}`)
    .join(' ;\n');
  const thousand = paths(300)
    .flatMap((path, index) => [0, 1, 2, 3].map((key) => `${path} k${key} | P${index}_${key}`))
    .slice(0, 1000)
    .join(' ;\n');
  const against = async (url: string, secrets: string): Promise<Outcome> =>
    'skipped' in peer
      ? peer
      : asOutcome(
          await comparePairs(
            job.action(main, url, secrets),
            job.action(join(peer.path, 'dist', 'index.js'), url, secrets),
            7,
          ),
        );
  const floor = async (url: string, secrets: string, count: number): Promise<Outcome> =>
    asOutcome(await comparePairs(job.action(main, url, secrets), job.bare(url, paths(count)), 7));
  const refused = await comparePairs(job.action(main, bao.address, 'secret/data/x k | X', 1), job.empty(), 5);
  const outcomes: Record<string, Outcome> = {
    'one-peer': await against(bao.address, one),
    'one-floor': await floor(bao.address, one, 1),
    'fifty-peer': await against(slow.origin, fifty),
    'fifty-floor': await floor(slow.origin, fifty, 50),
    'thousand-floor': await floor(bao.address, thousand, 300),
    refusal: {
      value: refused.medianA - refused.medianB,
      note: `${refused.medianA.toFixed(0)} ms, an empty script ${refused.medianB.toFixed(0)} ms`,
    },
    size: { value: statSync(main).size / 1000 },
  };
  job.remove();
  await slow.close();
  await bao.stop();
  return outcomes;
}

export const bench: Bench = {
  name: 'vault-secrets',
  description: 'vault-secrets at OpenBao by AppRole, on loopback, Node 24',
  rows: [
    { id: 'one-peer', what: '1 secret', against: peerName, budget: { atMost: 0.7 }, unit: '×' },
    {
      id: 'one-floor',
      what: '1 secret',
      against: 'the same requests by node:http',
      budget: { atMost: 1.4 },
      unit: '×',
    },
    {
      id: 'fifty-peer',
      what: '50 paths, 20 ms each',
      against: peerName,
      budget: { atMost: 0.25 },
      unit: '×',
    },
    {
      id: 'fifty-floor',
      what: '50 paths, 20 ms each',
      against: 'the same requests by node:http, 8 in flight',
      budget: { atMost: 1.3 },
      unit: '×',
    },
    {
      id: 'thousand-floor',
      what: '1,000 secrets from 300 paths',
      against: 'the same requests by node:http, 8 in flight',
      budget: { atMost: 1.5 },
      unit: '×',
    },
    { id: 'refusal', what: 'a denied path, beyond an empty script', budget: { atMost: 1000 }, unit: 'ms' },
    { id: 'size', what: 'main bundle', budget: { atMost: 400 }, unit: 'kB' },
  ],
  async run(setting) {
    const node = await provideNode24();
    const bao = await provideOpenBao();
    const missing = [node, bao].flatMap((peer) => ('missing' in peer ? [peer.missing] : []))[0];
    if ('missing' in node || missing !== undefined) {
      return Object.fromEntries(ids.map((id) => [id, { skipped: missing ?? '' }]));
    }
    return measure(setting.peer(peerName), node.path);
  },
};
