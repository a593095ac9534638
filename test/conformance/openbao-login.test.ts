import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { CodedError } from '@sallyport/errors';
import { createHttpClient, startDeadline, systemClock } from '@sallyport/http';
import { createVaultClient, type Login, type VaultClient } from '@sallyport/vault-client';
import { provideOpenBao, startOpenBao, type OpenBao } from '../peers/openbao.ts';

const peer = await provideOpenBao();
const testWithOpenBao = 'missing' in peer ? test.skip : test;
const title = `logins at OpenBao${'missing' in peer ? ` (${peer.missing})` : ''}`;

const issuer = 'https://issuer.example';
const audience = 'https://vault.example';
const now = Math.floor(Date.now() / 1000);
const claims = {
  iss: issuer,
  aud: audience,
  sub: 'repo:octo-org/app:ref:refs/heads/main',
  repository: 'octo-org/app',
  repository_id: '74',
  ref: 'refs/heads/main',
  iat: now,
  nbf: now - 5,
  exp: now + 300,
};

function signJwt(payload: object, key: KeyObject): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg: 'RS256', typ: 'JWT', kid: 'k1' })}.${part(payload)}`;
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(key, 'base64url')}`;
}

async function refusal(attempt: Promise<unknown>): Promise<CodedError> {
  return attempt.then(
    () => {
      throw new Error('was not refused');
    },
    (error: unknown) => error as CodedError,
  );
}

describe(title, () => {
  let openbao: OpenBao;
  let client: VaultClient;
  const http = createHttpClient({ deadline: startDeadline(systemClock, 60), clock: systemClock });
  const trusted = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwt = (overrides: object = {}, key = trusted.privateKey) => signJwt({ ...claims, ...overrides }, key);
  const password = ['correct', 'horse', 'battery'].join('-');

  beforeAll(async () => {
    if ('missing' in peer) return;
    openbao = await startOpenBao();
    client = createVaultClient({ address: openbao.address, http });
    for (const type of ['jwt', 'approle', 'userpass', 'cert', 'kubernetes']) {
      await openbao.api(`sys/auth/${type}`, { type });
    }
    await openbao.api('sys/auth/raw-jwt', { type: 'jwt' });
    await openbao.api('sys/namespaces/team', {});
    const pem = trusted.publicKey.export({ type: 'spki', format: 'pem' });
    await openbao.api('auth/jwt/config', { jwt_validation_pubkeys: [pem], bound_issuer: issuer });
    const role = { role_type: 'jwt', user_claim: 'repository', bound_audiences: [audience] };
    await openbao.api('auth/jwt/role/deploy', {
      ...role,
      bound_claims: { ref: 'refs/heads/main', repository_id: '74' },
      token_policies: ['ci'],
      token_ttl: '10m',
    });
    await openbao.api('auth/jwt/role/subject', { ...role, bound_subject: claims.sub });
    const unbound = { role_type: 'jwt', user_claim: 'repository', bound_claims: { ref: claims.ref } };
    await openbao.api('auth/jwt/role/unbound', unbound);
    await openbao.api('auth/userpass/users/robot', { password });
    await openbao.api('auth/approle/role/ci', { token_policies: ['ci'], token_num_uses: 3 });
    await openbao.api('auth/approle/role/batch', { token_type: 'batch' });
    await openbao.api('auth/approle/role/far', { secret_id_bound_cidrs: ['10.99.0.0/16'] });
  });

  afterAll(async () => {
    http.close();
    await openbao?.stop();
  });

  async function roleId(role: string): Promise<string> {
    return (await openbao.api(`auth/approle/role/${role}/role-id`)).data?.['role_id'] as string;
  }

  async function secretId(role: string): Promise<string> {
    return (await openbao.api(`auth/approle/role/${role}/secret-id`, {})).data?.['secret_id'] as string;
  }

  async function wrapped(path: string): Promise<string> {
    const response = await fetch(`${openbao.address}/v1/${path}`, {
      method: 'POST',
      headers: { 'x-vault-token': openbao.rootToken, 'x-vault-wrap-ttl': '60s' },
      body: '{"some":"thing"}',
    });
    return ((await response.json()) as { wrap_info: { token: string } }).wrap_info.token;
  }

  testWithOpenBao('jwt: the token, its lifetime and its policies', async () => {
    const login = await client.login({ method: 'jwt', jwt: jwt(), role: 'deploy' });
    expect(login).toMatchObject({
      policies: ['ci', 'default'],
      leaseSeconds: 600,
      renewable: true,
      tokenType: 'service',
      numUses: 0,
      metadata: { role: 'deploy' },
      supplied: false,
    });
    expect(login.token).toMatch(/^s\./);
    expect(login.accessor).toMatch(/^\w{20,}$/);
    expect(login.entityId).toBeDefined();
  });

  const refusals: readonly {
    name: string;
    login: () => Login | Promise<Login>;
    namespace?: string;
    code: string;
    says: RegExp;
  }[] = [
    {
      name: 'jwt: the audience is not bound',
      login: () => ({ method: 'jwt', jwt: jwt({ aud: 'elsewhere' }), role: 'deploy' }),
      code: 'vault/audience-refused',
      says: /role `deploy` does not admit the audience `elsewhere`/,
    },
    {
      name: 'jwt: the role binds no audience',
      login: () => ({ method: 'jwt', jwt: jwt(), role: 'unbound' }),
      code: 'vault/audience-unbound',
      says: /binds no audience, but the token has `https:\/\/vault\.example`/,
    },
    {
      name: 'jwt: another issuer',
      login: () => ({ method: 'jwt', jwt: jwt({ iss: 'https://other.example' }), role: 'deploy' }),
      code: 'vault/issuer-refused',
      says: /Our token's iss: `https:\/\/other\.example`/,
    },
    {
      name: 'jwt: a bound claim has another value',
      login: () => ({ method: 'jwt', jwt: jwt({ ref: 'refs/heads/feature' }), role: 'deploy' }),
      code: 'vault/claim-refused',
      says: /does not admit a token whose `ref` is `refs\/heads\/feature`/,
    },
    {
      name: 'jwt: a bound claim is missing',
      login: () => ({ method: 'jwt', jwt: jwt({ repository_id: undefined }), role: 'deploy' }),
      code: 'vault/claim-missing',
      says: /has no claim `repository_id`, which the role `deploy` asks for/,
    },
    {
      name: 'jwt: the subject is not the bound one',
      login: () => ({ method: 'jwt', jwt: jwt({ sub: 'repo:octo-org/app:pull_request' }), role: 'subject' }),
      code: 'vault/claim-refused',
      says: /whose `sub` is `repo:octo-org\/app:pull_request`/,
    },
    {
      name: 'jwt: expired',
      login: () => ({
        method: 'jwt',
        jwt: jwt({ exp: now - 900, iat: now - 1200, nbf: now - 1200 }),
        role: 'deploy',
      }),
      code: 'vault/token-time',
      says: /Our token's exp: `\d+`/,
    },
    {
      name: 'jwt: not valid yet',
      login: () => ({ method: 'jwt', jwt: jwt({ nbf: now + 900, exp: now + 1800 }), role: 'deploy' }),
      code: 'vault/token-time',
      says: /Our token's nbf: `\d+`/,
    },
    {
      name: 'jwt: signed by a key that Vault does not know',
      login: () => ({ method: 'jwt', jwt: jwt({}, stranger.privateKey), role: 'deploy' }),
      code: 'vault/signature-refused',
      says: /no known key/,
    },
    {
      name: 'jwt: not a JWT',
      login: () => ({ method: 'jwt', jwt: 'not a token', role: 'deploy' }),
      code: 'vault/token-malformed',
      says: /three parts/,
    },
    {
      name: 'jwt: no such role',
      login: () => ({ method: 'jwt', jwt: jwt(), role: 'nope' }),
      code: 'vault/role-unknown',
      says: /no role `nope` at `auth\/jwt`/,
    },
    {
      name: 'jwt: no role and no default',
      login: () => ({ method: 'jwt', jwt: jwt() }),
      code: 'vault/role-missing',
      says: /missing role/,
    },
    {
      name: 'jwt: no such mount',
      login: () => ({ method: 'jwt', jwt: jwt(), role: 'deploy', mount: 'github' }),
      code: 'vault/mount-unknown',
      says: /no login by `jwt` at `auth\/github`/,
    },
    {
      name: 'jwt: a mount of another type',
      login: () => ({ method: 'jwt', jwt: jwt(), role: 'deploy', mount: 'approle' }),
      code: 'vault/method-mismatch',
      says: /`auth\/approle` does not take a login by `jwt`/,
    },
    {
      name: 'jwt: mounted but not configured',
      login: () => ({ method: 'jwt', jwt: jwt(), role: 'deploy', mount: 'raw-jwt' }),
      code: 'vault/method-unconfigured',
      says: /`auth\/raw-jwt` is mounted but not configured/,
    },
    {
      name: 'jwt: no such namespace',
      login: () => ({ method: 'jwt', jwt: jwt(), role: 'deploy' }),
      namespace: 'nowhere',
      code: 'vault/namespace-unknown',
      says: /no namespace `nowhere`/,
    },
    {
      name: 'jwt: the mount is in another namespace',
      login: () => ({ method: 'jwt', jwt: jwt(), role: 'deploy' }),
      namespace: 'team',
      code: 'vault/mount-unknown',
      says: /in namespace `team`/,
    },
    {
      name: 'approle: a wrong secret id',
      login: async () => ({ method: 'approle', roleId: await roleId('ci'), secretId: 'wrong-secret-id' }),
      code: 'vault/credentials-refused',
      says: /invalid role or secret ID/,
    },
    {
      name: 'approle: no secret id',
      login: async () => ({ method: 'approle', roleId: await roleId('ci') }),
      code: 'vault/credentials-refused',
      says: /missing secret_id/,
    },
    {
      name: 'approle: the runner is outside the bound networks',
      login: async () => ({
        method: 'approle',
        roleId: await roleId('far'),
        secretId: await secretId('far'),
      }),
      code: 'vault/address-refused',
      says: /CIDR/,
    },
    {
      name: 'approle: a wrapping token that holds something else',
      login: async () => ({
        method: 'approle',
        roleId: await roleId('ci'),
        wrappedSecretId: await wrapped('sys/wrapping/wrap'),
      }),
      code: 'vault/wrapping-origin',
      says: /made by `sys\/wrapping\/wrap`/,
    },
    {
      name: 'approle: a wrapping token that does not exist',
      login: async () => ({ method: 'approle', roleId: await roleId('ci'), wrappedSecretId: 's.nothing' }),
      code: 'vault/wrapping-spent',
      says: /not valid/,
    },
    {
      name: 'userpass: a wrong password',
      login: () => ({ method: 'userpass', username: 'robot', password: 'wrong password' }),
      code: 'vault/credentials-refused',
      says: /invalid username or password/,
    },
    {
      name: 'kubernetes: no such role',
      login: () => ({ method: 'kubernetes', jwt: jwt(), role: 'nope' }),
      code: 'vault/role-unknown',
      says: /no role `nope` at `auth\/kubernetes`/,
    },
    {
      name: 'cert: no client certificate',
      login: () => ({ method: 'cert' }),
      code: 'vault/certificate-refused',
      says: /no client certificate/,
    },
    {
      name: 'ldap: not mounted',
      login: () => ({ method: 'ldap', username: 'robot', password }),
      code: 'vault/mount-unknown',
      says: /no login by `ldap` at `auth\/ldap`/,
    },
    {
      name: 'token: unknown',
      login: () => ({ method: 'token', token: 's.nobody', lookUp: true }),
      code: 'vault/token-refused',
      says: /handed in/,
    },
  ];

  for (const { name, login, namespace, code, says } of refusals) {
    testWithOpenBao(name, async () => {
      const sent = await login();
      const error = await refusal(client.login(sent, { namespace }));
      expect(error.code).toBe(code);
      const text = [error.what, error.why, error.remedy, error.details].join('\n');
      expect(text).toMatch(says);
      for (const field of ['jwt', 'secretId', 'wrappedSecretId', 'password', 'token', 'roleId'] as const) {
        const value = (sent as unknown as Record<string, unknown>)[field];
        if (typeof value === 'string') expect(text).not.toContain(value);
      }
    });
  }

  testWithOpenBao('approle: number of uses; a wrapped secret id is unwrapped once', async () => {
    const wrappedSecretId = await wrapped('auth/approle/role/ci/secret-id');
    const login = { method: 'approle', roleId: await roleId('ci'), wrappedSecretId } as const;
    await expect(client.login(login)).resolves.toMatchObject({ numUses: 3, policies: ['ci', 'default'] });
    expect((await refusal(client.login(login))).code).toBe('vault/wrapping-spent');
  });

  testWithOpenBao('userpass, and the same by a raw payload', async () => {
    const byName = await client.login({ method: 'userpass', username: 'robot', password });
    expect(byName.metadata).toEqual({ username: 'robot' });
    const raw = { method: 'raw', mount: 'jwt', payload: { role: 'deploy', jwt: jwt() } } as const;
    await expect(client.login(raw)).resolves.toMatchObject({ metadata: { role: 'deploy' } });
  });

  testWithOpenBao('token: taken as it is, or looked up', async () => {
    const obtained = await client.login({ method: 'jwt', jwt: jwt(), role: 'deploy' });
    const asItIs = await client.login({ method: 'token', token: obtained.token });
    expect(asItIs).toMatchObject({ token: obtained.token, supplied: true, tokenType: 'unknown' });
    const lookedUp = await client.login({ method: 'token', token: obtained.token, lookUp: true });
    expect(lookedUp).toMatchObject({
      accessor: obtained.accessor,
      policies: ['ci', 'default'],
      tokenType: 'service',
      supplied: true,
    });
  });

  testWithOpenBao('revoke-self ends the token; twice says so; a batch token cannot be revoked', async () => {
    const { token } = await client.login({ method: 'jwt', jwt: jwt(), role: 'deploy' });
    await openbao.api('auth/token/lookup-self', undefined, { token });
    expect(await client.revokeSelf(token)).toBe('revoked');
    await expect(openbao.api('auth/token/lookup-self', undefined, { token })).rejects.toThrow(/403/);
    expect(await client.revokeSelf(token)).toBe('not-accepted');

    const approle = {
      method: 'approle',
      roleId: await roleId('batch'),
      secretId: await secretId('batch'),
    } as const;
    const batch = await client.login(approle);
    expect(batch).toMatchObject({ tokenType: 'batch', accessor: undefined });
    expect(await client.revokeSelf(batch.token)).toBe('not-revocable');
  });

  testWithOpenBao('a token that may not revoke itself is not reported as gone', async () => {
    await openbao.api('sys/policies/acl/look-only', {
      policy: 'path "auth/token/lookup-self" { capabilities = ["read"] }',
    });
    const made = await openbao.api('auth/token/create', { policies: ['look-only'], no_default_policy: true });
    const error = await refusal(client.revokeSelf(made.auth!.client_token));
    expect(error.code).toBe('vault/revoke-failed');
    expect(error.what).toMatch(/did not revoke the token: it answered 403/);
  });

  testWithOpenBao('sealed: says so at once', async () => {
    const other = await startOpenBao();
    try {
      await other.api('sys/seal', undefined, { method: 'PUT' });
      const started = performance.now();
      const sealed = createVaultClient({ address: other.address, http });
      const error = await refusal(sealed.login({ method: 'jwt', jwt: jwt(), role: 'deploy' }));
      expect(error.code).toBe('vault/sealed');
      expect(performance.now() - started).toBeLessThan(20_000);
    } finally {
      await other.stop();
    }
  });
});
