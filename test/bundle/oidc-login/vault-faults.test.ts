import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type OpenBao, provideOpenBao, startOpenBao } from '../../peers/openbao.ts';
import { startConnectProxy } from '../../twins/connect-proxy.ts';
import { type GitHubTwin, type GitHubTwinOptions, startGitHubTwin } from '../../twins/github/index.ts';
import { type LoopbackServer, serveOnLoopback, type TwinAnswer } from '../../twins/loopback-server.ts';
import { type BundleResult, everythingReadable, runBundle } from '../run-bundle.ts';
import { vaultFaults, vaultRefusals } from './fault-table.ts';

function logIn(
  github: GitHubTwin,
  inputs: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string>> = {},
): Promise<BundleResult> {
  return runBundle({
    bundle: 'oidc-login/main',
    environment: { ...github.environment, ...environment },
    event: github.scenario.event,
    inputs: {
      'vault-role': 'deploy',
      audience: 'vault',
      issuer: github.issuer,
      claims: `repository_id: "${github.scenario.claims['repository_id']}"`,
      'timeout-seconds': '2',
      ...inputs,
    },
  });
}

function expectRefusal(result: BundleResult, code: string, github: GitHubTwin): void {
  expect(result.raw).toContain(`::error title=${code}::`);
  expect(result.raw.match(/^::error/gm)).toHaveLength(1);
  expect(result.code).toBe(1);
  expect([result.environment, result.outputs, result.state]).toEqual([{}, {}, {}]);
  expect(result.files).toEqual([]);
  for (const token of github.issued) expect(everythingReadable(result)).not.toContain(token.split('.')[2]);
}

const peer = await provideOpenBao();
const whenThere = 'missing' in peer ? describe.skip : describe;

whenThere('OpenBao refuses', () => {
  let bao: OpenBao;
  let github: GitHubTwin;
  beforeAll(async () => {
    bao = await startOpenBao();
    github = await startGitHubTwin();
    await bao.api('sys/auth/jwt', { type: 'jwt' });
    await bao.api('auth/jwt/config', { jwks_url: `${github.issuer}/.well-known/jwks` });
    const role = { role_type: 'jwt', user_claim: 'repository_id', token_policies: ['default'] };
    const roles = {
      deploy: { ...role, bound_audiences: ['vault'], bound_claims: { ref: 'refs/heads/main' } },
      'other-audience': { ...role, bound_audiences: ['somebody'] },
      'other-branch': { ...role, bound_audiences: ['vault'], bound_claims: { ref: 'refs/heads/release' } },
      'missing-claim': { ...role, bound_audiences: ['vault'], bound_claims: { team: 'x' } },
      'other-subject': { ...role, bound_audiences: ['vault'], bound_subject: 'repo:somebody/else' },
    };
    for (const [name, body] of Object.entries(roles)) await bao.api(`auth/jwt/role/${name}`, body);
    await bao.api('sys/auth/strange', { type: 'jwt' });
    const stranger = await startGitHubTwin();
    await bao.api('auth/strange/config', {
      jwks_url: `${stranger.issuer}/.well-known/jwks`,
      bound_issuer: stranger.issuer,
    });
    await bao.api('auth/strange/role/deploy', { ...role, bound_audiences: ['vault'] });
    await stranger.close();
  });
  afterAll(async () => {
    await bao.stop();
    await github.close();
  });

  test.each(vaultRefusals)('%s, with %s', async (_, code, inputs, shown) => {
    const result = await logIn(github, { 'vault-url': bao.address, ...inputs });
    expectRefusal(result, code, github);
    expect(result.raw).toContain(shown);
    expect(result.milliseconds).toBeLessThan(20_000);
  });

  test('every run but the one that the explained role was written for', async () => {
    const explained = await logIn(github, { 'vault-url': bao.address, mode: 'explain', claims: '' });
    const [, text] = /```json\n([\s\S]*?)\n```/.exec(explained.summary)!;
    await bao.api('auth/jwt/role/explained', {
      ...(JSON.parse(text!) as object),
      token_policies: ['default'],
    });
    const inputs = { 'vault-url': bao.address, 'vault-role': 'explained' };
    const admitted = await logIn(github, inputs);
    expect(admitted.raw).not.toContain('::error');
    expect(admitted.code).toBe(0);
    // The same issuer and keys, another branch.
    const jwt = github.mint('vault', {
      ref: 'refs/heads/feature',
      sub: 'repo:my-org/app:ref:refs/heads/feature',
    });
    await expect(bao.api('auth/jwt/login', { role: 'explained', jwt }, { token: '' })).rejects.toThrow('400');
  });
});

describe('a Vault that fails', () => {
  let github: GitHubTwin;
  let server: LoopbackServer | undefined;
  beforeAll(async () => {
    github = await startGitHubTwin();
  });
  afterAll(() => github.close());
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  async function against(
    answers: readonly TwinAnswer[],
    inputs: Record<string, string> = {},
  ): Promise<[BundleResult, number]> {
    let asked = 0;
    server = await serveOnLoopback(() => answers[Math.min(asked++, answers.length - 1)]!);
    return [await logIn(github, { 'vault-url': server.origin, ...inputs }), asked];
  }

  test.each(vaultFaults)('%s is %s after %s', async (_, code, requests, answer) => {
    const [result, asked] = await against([answer]);
    expectRefusal(result, code, github);
    if (requests === 'one request') expect(asked).toBe(1);
    else expect(asked).toBeGreaterThan(1);
    expect(result.milliseconds).toBeLessThan(20_000);
  });

  test('a rate limit is waited out as the server asks', async () => {
    const busy: TwinAnswer = {
      kind: 'answer',
      status: 429,
      headers: { 'retry-after': '0' },
      body: '{"errors":[]}',
    };
    const token = ['s', 'A'.repeat(24)].join('.');
    const body = JSON.stringify({
      auth: {
        client_token: token,
        accessor: 'a',
        policies: [],
        lease_duration: 60,
        renewable: false,
        token_type: 'service',
        num_uses: 0,
      },
    });
    const [result, asked] = await against([busy, { kind: 'answer', status: 200, headers: {}, body }]);
    expect(result.code).toBe(0);
    expect(asked).toBe(2);
    expect(result.masks).toContain(token);
  });

  test('a proxy that refuses is told from a server that does', async () => {
    const proxy = await startConnectProxy({ routes: {}, refuseWith: 403 });
    const result = await logIn(github, {
      'vault-url': 'https://vault.test:8200',
      'http-proxy': `http://127.0.0.1:${proxy.port}`,
      'no-proxy': '127.0.0.1',
    });
    expectRefusal(result, 'http/proxy-refused', github);
    await proxy.close();
  });
});

describe('issuers', () => {
  test.each<[string, GitHubTwinOptions, (github: GitHubTwin) => string]>([
    ['that of an Enterprise Server follows from its address', { issuerForm: 'server' }, () => ''],
    ['one with an enterprise segment is pinned', { enterpriseSlug: 'octo' }, ({ issuer }) => issuer],
    ['immutable subjects are understood', { subjectForm: 'immutable' }, ({ issuer }) => issuer],
  ])('%s', async (_, options, issuer) => {
    const github = await startGitHubTwin(options);
    const result = await logIn(github, { mode: 'assert', 'vault-role': '', issuer: issuer(github) });
    await github.close();
    expect(result.raw).not.toContain('::error');
    expect(result.outputs['authenticated']).toBe('true');
  });

  test('github.com is never vouched for by another', async () => {
    const github = await startGitHubTwin();
    const result = await logIn(github, {
      mode: 'assert',
      'vault-role': '',
      issuer: '',
      'timeout-seconds': '1',
    });
    await github.close();
    expect(result.code).toBe(1);
    expect(result.outputs).toEqual({});
  });
});
