import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { startConnectProxy } from '../../twins/connect-proxy.ts';
import { createTestAuthority } from '../../twins/test-ca.ts';
import { declaredInputs } from '../../../actions/oidc-login/src/declared-inputs.ts';
import { JobFolder } from '../run-bundle.ts';
import { type AwsScene, startAwsScene } from './aws-scene.ts';

let scene: AwsScene | undefined;
afterEach(async () => {
  await scene?.close();
  scene = undefined;
});

test('the names in action.yml are those that the code knows', () => {
  const file = join(import.meta.dirname, '..', '..', '..', 'actions', 'oidc-login', 'action.yml');
  const action = parse(readFileSync(file, 'utf8')) as { inputs: Record<string, unknown> };
  expect([...declaredInputs].sort()).toEqual(Object.keys(action.inputs).sort());
});

describe('inputs of configure-aws-credentials', () => {
  test.each([
    'unset-current-credentials',
    'overwrite-aws-profile',
    'disable-retry',
    'retry-max-attempts',
    'role-skip-session-tagging',
  ])('`%s` is accepted and changes nothing', async (name) => {
    scene = await startAwsScene();
    const main = await scene.main({ inputs: { [name]: 'true' } });
    expect(main.code).toBe(0);
    expect(main.environment).toHaveProperty('AWS_SESSION_TOKEN');
  });

  test.each([
    'aws-access-key-id',
    'aws-secret-access-key',
    'aws-session-token',
    'web-identity-token-file',
    'role-chaining',
    'use-existing-credentials',
    'force-skip-oidc',
    'special-characters-workaround',
  ])('`%s` is refused by name, before any request', async (name) => {
    scene = await startAwsScene();
    const main = await scene.main({ inputs: { [name]: 'true' } });
    expect(main.raw).toContain('title=inputs/unsupported');
    expect(main.raw).toContain(`\`${name}\``);
    expect(scene.github.requests).toEqual([]);
  });

  test('`action-timeout-s` is the deadline', async () => {
    scene = await startAwsScene();
    scene.sts.fail('silent');
    const main = await scene.main({ inputs: { 'action-timeout-s': '1' } });
    expect(main.raw).toContain('title=http/deadline');
  });

  test('`expected-account-ids` is the list of accounts', async () => {
    scene = await startAwsScene();
    const main = await scene.main({ inputs: { 'expected-account-ids': '111111111111' } });
    expect(main.raw).toContain('title=exchange/account-not-allowed');
  });
});

describe('a policy from a file', () => {
  async function logIn(inputs: (digest: string) => Record<string, string>): Promise<string> {
    scene = await startAwsScene();
    const job = new JobFolder();
    const policy = scene.inputs['claims']!;
    writeFileSync(join(job.workspace, 'policy.yml'), policy);
    const digest = createHash('sha256').update(policy).digest('hex');
    const main = await scene.main({
      job,
      inputs: { claims: '', 'claims-file': 'policy.yml', ...inputs(digest) },
    });
    job.remove();
    return main.code === 0
      ? `digest ${main.outputs['claims-digest'] === digest}`
      : /title=([^:]+)/.exec(main.raw)![1]!;
  }

  test.each<[string, (digest: string) => Record<string, string>, string]>([
    ['with its digest counts', (digest) => ({ 'claims-sha256': digest }), 'digest true'],
    ['without a digest does not', () => ({}), 'inputs/missing'],
    [
      'with another digest does not',
      () => ({ 'claims-sha256': '0'.repeat(64) }),
      'inputs/claims-file-changed',
    ],
    ['with a digest that is none does not', () => ({ 'claims-sha256': 'abc' }), 'inputs/invalid'],
    [
      'that is not there does not',
      (digest) => ({ 'claims-sha256': digest, 'claims-file': 'no.yml' }),
      'inputs/invalid',
    ],
    [
      'beside `claims` does not',
      (digest) => ({ 'claims-sha256': digest, claims: 'x: y' }),
      'inputs/conflict',
    ],
  ])('%s', async (_, inputs, outcome) => {
    expect(await logIn(inputs)).toBe(outcome);
  });
});

describe('where GitHub gives no token', () => {
  test.each([
    ['fork', 'fork' as const],
    ['Dependabot', 'dependabot' as const],
  ])('`when-unavailable: skip` ends well for %s', async (_, scenario) => {
    scene = await startAwsScene({ scenario });
    const main = await scene.main({ inputs: { 'when-unavailable': 'skip' } });
    expect(main.code).toBe(0);
    expect(main.outputs).toEqual({ authenticated: 'false' });
    expect(main.environment).toEqual({});
  });

  test('`when-unavailable: skip` is no excuse for a missing permission', async () => {
    scene = await startAwsScene({ scenario: 'missing_permission' });
    const main = await scene.main({ inputs: { 'when-unavailable': 'skip' } });
    expect(main.code).toBe(1);
    expect(main.raw).toContain('title=oidc/permission-missing');
  });
});

describe('inputs', () => {
  test('`mode: assert` and `provider: none` exchange nothing', async () => {
    for (const inputs of [{ mode: 'assert' }, { provider: 'none' }]) {
      scene = await startAwsScene();
      const main = await scene.main({ inputs });
      expect(main.code).toBe(0);
      expect(main.outputs['authenticated']).toBe('true');
      expect(main.environment).toEqual({});
      expect(scene.sts.calls).toEqual([]);
      await scene.close();
      scene = undefined;
    }
  });

  test('`provider` decides where the inputs of two are given', async () => {
    scene = await startAwsScene();
    const main = await scene.main({ inputs: { provider: 'aws', 'vault-url': 'https://vault.example.com' } });
    expect(main.code).toBe(0);
    expect(scene.sts.issued).toHaveLength(1);
  });

  test('`audience` is what the token is asked for', async () => {
    scene = await startAwsScene();
    await scene.main({ inputs: { audience: 'another' } });
    expect(scene.github.requests.map(({ audience }) => audience)).toContain('another');
  });

  test('`check-run-id` binds the token to this very job', async () => {
    scene = await startAwsScene();
    const own = await scene.main({
      inputs: { 'check-run-id': scene.github.scenario.claims['check_run_id']! },
    });
    expect(own.code).toBe(0);
    const other = await scene.main({ inputs: { 'check-run-id': '1' } });
    expect(other.raw).toContain('title=oidc/other-run');
  });

  test('`shell` runs the script', async () => {
    scene = await startAwsScene();
    const main = await scene.main({
      inputs: { run: 'import os\nprint("python", len(os.environ["AWS_REGION"]))', shell: 'python' },
    });
    expect(main.code).toBe(0);
    expect(main.shown).toContain('python 12');
  });

  test('`ca-certificate` is what a private server needs, and nothing in the environment replaces it', async () => {
    const authority = createTestAuthority('Example authority');
    const { key, certificate } = authority.issue({ names: ['127.0.0.1'] });
    scene = await startAwsScene({ tls: { key, cert: certificate } });
    const inputs = { mode: 'assert' };
    const without = await scene.main({ inputs, environment: { NODE_TLS_REJECT_UNAUTHORIZED: '0' } });
    expect(without.raw).toContain('title=http/tls-untrusted');
    const trusted = await scene.main({ inputs: { ...inputs, 'ca-certificate': authority.certificate } });
    expect(trusted.code).toBe(0);
  });

  test('`http-proxy` and `no-proxy` stand in for the variables, with TLS verified end to end', async () => {
    const authority = createTestAuthority('Example authority');
    const { key, certificate } = authority.issue({ names: ['github.test'] });
    scene = await startAwsScene({ tls: { key, cert: certificate } });
    const { github } = scene;
    const port = Number(new URL(github.origin).port);
    // Only the proxy knows this name.
    const there = (url: string): string => url.replace('127.0.0.1', 'github.test');
    const proxy = await startConnectProxy({ routes: { [`github.test:${port}`]: port } });
    const run = (more: Record<string, string>) =>
      scene!.main({
        inputs: {
          mode: 'assert',
          issuer: there(github.issuer),
          'ca-certificate': authority.certificate,
          'http-proxy': `http://127.0.0.1:${proxy.port}`,
          'timeout-seconds': '3',
          ...more,
        },
        environment: { ACTIONS_ID_TOKEN_REQUEST_URL: there(github.endpoint!.url) },
      });
    const main = await run({});
    // The token names the issuer's own address, so the name that only the proxy knows is not accepted in the end.
    expect(main.raw).toContain('title=oidc/issuer');
    expect(proxy.tunnels.map((tunnel) => tunnel.authority)).toContain(`github.test:${port}`);
    expect(proxy.seen().toString('latin1')).not.toContain(github.endpoint!.bearer);
    const before = proxy.tunnels.length;
    expect((await run({ 'no-proxy': 'github.test' })).raw).toContain('title=http/dns');
    expect(proxy.tunnels).toHaveLength(before);
    await proxy.close();
  });
});
