import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { verifyChain } from '@sallyport/audit';
import { type OpenBao, provideOpenBao, startOpenBao } from '../../peers/openbao.ts';
import { type GitHubTwin, startGitHubTwin } from '../../twins/github/index.ts';
import { type LoopbackServer, serveOnLoopback } from '../../twins/loopback-server.ts';
import { type BundleResult, everythingReadable, JobFolder, runBundle } from '../run-bundle.ts';
import { type AwsScene, startAwsScene } from './aws-scene.ts';

function expectNothingHandedOver(result: BundleResult): void {
  expect(result.code).not.toBe(0);
  expect(result.environment).toEqual({});
  expect(result.outputs).toEqual({});
  expect(result.state).toEqual({});
  expect(result.files).toEqual([]);
  expect(result.raw).not.toMatch(/\n {4}at /);
}

describe('a login at AWS that is interrupted', () => {
  let scene: AwsScene;
  beforeEach(async () => {
    scene = await startAwsScene();
  });
  afterEach(() => scene.close());

  test.each<[string, (scene: AwsScene) => void, (scene: AwsScene) => boolean]>([
    [
      'while it waits for the token',
      ({ github }) => github.failToken('silent'),
      ({ github }) => github.requests.some(({ authorized }) => authorized),
    ],
    [
      'while it waits for the keys',
      ({ github }) => github.failKeys('silent'),
      ({ github }) => github.issued.length > 0,
    ],
    [
      'between two tries',
      ({ github }) => github.failToken('unavailable'),
      ({ github }) => github.requests.filter(({ authorized }) => authorized).length > 1,
    ],
    ['while it waits for STS', ({ sts }) => sts.fail('silent'), ({ sts }) => sts.calls.length > 0],
  ])('%s leaves nothing, at once', async (_, prepare, happened) => {
    prepare(scene);
    const started = performance.now();
    const main = await scene.main({ interrupt: () => happened(scene) });
    expect(performance.now() - started).toBeLessThan(20_000);
    expectNothingHandedOver(main);
    expect(main.raw.match(/^::error/gm)).toHaveLength(1);
    for (const token of scene.github.issued) expect(everythingReadable(main)).not.toContain(token);
    expect(main.audit.at(-1)!.includes('ends within 900 s')).toBe(scene.sts.calls.length > 0);
  });

  test('in the middle of its script ends the script', async () => {
    const job = new JobFolder();
    const mark = join(job.path, 'started');
    const script = `trap 'echo interrupted; exit 130' INT\ntouch ${mark}\nwhile true; do sleep 0.02; done`;
    const main = await scene.main({ job, inputs: { run: script }, interrupt: () => existsSync(mark) });
    expect(main.raw).toContain('interrupted');
    expectNothingHandedOver(main);
    job.remove();
  });
});

describe('a machine that is not as it should be', () => {
  let scene: AwsScene;
  beforeEach(async () => {
    scene = await startAwsScene();
  });
  afterEach(() => scene.close());

  test('a full disk hands over nothing', async () => {
    const main = await scene.main({ environment: { GITHUB_ENV: '/dev/full' } });
    expectNothingHandedOver(main);
    expect(main.raw).toContain('::error title=runner/exposure::');
    expect(main.raw).toContain('ENOSPC');
  });

  test('a RUNNER_TEMP that cannot be written is told before any exchange', async () => {
    const main = await scene.main({ environment: { RUNNER_TEMP: '/proc' } });
    expect(main.code).toBe(1);
    expect(main.raw).toContain('::error title=audit/spool::');
    expect(scene.sts.calls).toEqual([]);
    expect(main.environment).toEqual({});
  });

  test('a link in the place of the audit file is never followed', async () => {
    const job = new JobFolder();
    const victim = join(job.path, 'victim');
    writeFileSync(victim, 'untouched', { mode: 0o600 });
    mkdirSync(join(job.temporary, 'sallyport-audit'));
    symlinkSync(victim, join(job.temporary, 'sallyport-audit', 'events.jsonl'));
    const main = await scene.main({ job });
    expect(main.raw).toContain('::error title=audit/spool::');
    expect(main.environment).toEqual({});
    job.remove();
  });
});

const peer = await provideOpenBao();
const whenThere = 'missing' in peer ? describe.skip : describe;

whenThere('a login at OpenBao that is interrupted', () => {
  let bao: OpenBao;
  let github: GitHubTwin;
  let relay: LoopbackServer;
  /** What the relay does with the answer to the login. */
  let hold: 'pass' | 'lose' = 'pass';
  const seen: string[] = [];

  beforeAll(async () => {
    bao = await startOpenBao();
    github = await startGitHubTwin();
    relay = await serveOnLoopback(async ({ method, target, headers, body }) => {
      const response = await fetch(`${bao.address}${target}`, {
        method,
        headers: {
          'x-vault-token': headers['x-vault-token'] ?? '',
        },
        ...(body.length > 0 ? { body: new Uint8Array(body) } : {}),
      });
      const text = await response.text();
      seen.push(`${method} ${target} ${response.status}`);
      if (hold === 'lose' && target.endsWith('/login')) return { kind: 'silent' };
      return {
        kind: 'answer',
        status: response.status,
        headers: { 'content-type': 'application/json' },
        body: text,
      };
    });
    await bao.api('sys/auth/jwt', { type: 'jwt' });
    await bao.api('auth/jwt/config', {
      jwks_url: `${github.issuer}/.well-known/jwks`,
      bound_issuer: github.issuer,
    });
    await bao.api('auth/jwt/role/deploy', {
      role_type: 'jwt',
      user_claim: 'repository_id',
      bound_audiences: ['vault'],
      bound_claims: { ref: 'refs/heads/main' },
      token_policies: ['default'],
      token_ttl: '10m',
    });
    await bao.api('auth/jwt/role/batch', {
      role_type: 'jwt',
      user_claim: 'repository_id',
      bound_audiences: ['vault'],
      bound_claims: { ref: 'refs/heads/main' },
      token_type: 'batch',
      token_ttl: '10m',
    });
  });
  afterAll(async () => {
    await relay.close();
    await bao.stop();
    await github.close();
  });
  beforeEach(() => {
    seen.length = 0;
    hold = 'pass';
  });

  const main = (more: {
    interrupt?: () => boolean;
    job?: JobFolder;
    inputs?: Record<string, string>;
  }): Promise<BundleResult> =>
    runBundle({
      bundle: 'oidc-login/main',
      environment: github.environment,
      ...(more.job === undefined ? {} : { job: more.job }),
      ...(more.interrupt === undefined ? {} : { interrupt: more.interrupt }),
      inputs: {
        'vault-url': relay.origin,
        'vault-role': 'deploy',
        audience: 'vault',
        issuer: github.issuer,
        claims: `repository_id: "${github.scenario.claims['repository_id']}"`,
        'timeout-seconds': '5',
        ...more.inputs,
      },
    });

  test('before the answer arrives is audited as a login that may be alive', async () => {
    hold = 'lose';
    const job = new JobFolder();
    const result = await main({ job, interrupt: () => seen.length > 0 });
    expectNothingHandedOver(result);
    expect(seen).toEqual(['POST /v1/auth/jwt/login 200']);
    expect(verifyChain(result.audit)).toMatchObject({ intact: true });
    expect(JSON.parse(result.audit.at(-1)!)).toMatchObject({ type_uid: 300303, status_id: 2 });
    expect(result.audit.at(-1)).toContain('a session that nobody holds ends');
    expect(result.shown).toContain('Vault may have let this job in');
    job.remove();
  });

  test('in the middle of its script is revoked', async () => {
    const job = new JobFolder();
    const mark = join(job.path, 'started');
    const result = await main({
      job,
      inputs: { run: `echo "$VAULT_TOKEN" > ${mark}.tmp\nmv ${mark}.tmp ${mark}\nsleep 5` },
      interrupt: () => existsSync(mark),
    });
    expectNothingHandedOver(result);
    const token = readFileSync(mark, 'utf8').trim();
    await expect(bao.api('auth/token/lookup-self', undefined, { token })).rejects.toThrow(
      'permission denied',
    );
    job.remove();
  });

  test('a script that ends well gives its login back at once', async () => {
    const job = new JobFolder();
    const result = await main({ job, inputs: { run: `echo "$VAULT_TOKEN" > ${join(job.path, 'token')}` } });
    expect(result.code).toBe(0);
    expect(result.shown).toContain('Revoked');
    expect(seen).toEqual(['POST /v1/auth/jwt/login 200', 'POST /v1/auth/token/revoke-self 204']);
    job.remove();
  });

  test('a batch token is said to end by itself', async () => {
    const result = await main({ inputs: { 'vault-role': 'batch' } });
    expect(result.code).toBe(0);
    const post = await runBundle({
      bundle: 'oidc-login/post',
      inputs: {},
      environment: { ...github.environment, ...result.environment },
      state: result.state,
    });
    expect(post.code).toBe(0);
    expect(post.shown).toContain('batch token');
  });
});
