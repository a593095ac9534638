import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createHttpClient, startDeadline, systemClock } from '@sallyport/http';
import { createVaultClient, type VaultClient } from '@sallyport/vault-client';
import { provideOpenBao, startOpenBao, type OpenBao } from '../peers/openbao.ts';
import { serveOnLoopback, type LoopbackServer, type TwinAnswer } from '../twins/loopback-server.ts';
import { createTestAuthority } from '../twins/test-ca.ts';

const peer = await provideOpenBao();
const testWithOpenBao = 'missing' in peer ? test.skip : test;
const title = `connections to OpenBao${'missing' in peer ? ` (${peer.missing})` : ''}`;

const authority = createTestAuthority('authority of the test');
const clients = createTestAuthority('authority of the clients');
const strangers = createTestAuthority('another authority');

interface ClientOptions {
  readonly address: string;
  readonly authorities?: string;
  readonly pair?: { readonly certificate: string; readonly key: string };
  readonly seconds?: number;
}

function serviceAccountJwt(name: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const account = { namespace: 'ci', serviceaccount: { name, uid: 'u1' } };
  const iat = Math.floor(Date.now() / 1000) - 5;
  return [
    part({ alg: 'RS256' }),
    part({ 'kubernetes.io': account, iat, nbf: iat, exp: iat + 600 }),
    'c2lnbmF0dXJl',
  ].join('.');
}

const accounts = {
  vault: serviceAccountJwt('vault'),
  runner: serviceAccountJwt('runner'),
  other: serviceAccountJwt('other'),
  ghost: serviceAccountJwt('ghost'),
};

function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): TwinAnswer {
  return {
    kind: 'answer',
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  };
}

describe(title, () => {
  let openbao: OpenBao;
  let cluster: LoopbackServer;
  const opened: { close(): void }[] = [];

  function clientOf({ address, authorities, pair, seconds = 20 }: ClientOptions): VaultClient {
    const http = createHttpClient({
      deadline: startDeadline(systemClock, seconds),
      clock: systemClock,
      random: () => 0,
      certificateAuthorities: authorities,
      clientCertificate: pair?.certificate,
      clientKey: pair?.key,
    });
    opened.push(http);
    return createVaultClient({ address, http });
  }

  beforeAll(async () => {
    if ('missing' in peer) return;
    openbao = await startOpenBao({ tls: authority.issue({ names: ['127.0.0.1'] }) });
    await openbao.api('sys/auth/cert', { type: 'cert' });
    await openbao.api('auth/cert/certs/runners', { certificate: clients.certificate, token_ttl: '5m' });
    // The part of a cluster that Vault asks: whose token is this?
    const pair = authority.issue({ names: ['127.0.0.1'] });
    cluster = await serveOnLoopback(
      ({ method, target, headers, body }): TwinAnswer => {
        const isReview = `${method} ${target}` === 'POST /apis/authentication.k8s.io/v1/tokenreviews';
        if (!isReview || headers['authorization'] !== `Bearer ${accounts.vault}`) {
          return json(403, { kind: 'Status', code: 403 });
        }
        const { spec } = JSON.parse(body.toString()) as { spec: { token: string } };
        const name = ['runner', 'other'].find((known) => accounts[known as 'runner'] === spec.token);
        const status =
          name === undefined
            ? { authenticated: false, error: 'unknown token' }
            : { authenticated: true, user: { username: `system:serviceaccount:ci:${name}`, uid: 'u1' } };
        return json(201, { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenReview', status });
      },
      { tls: { key: pair.key, cert: pair.certificate } },
    );
    await openbao.api('sys/auth/kubernetes', { type: 'kubernetes' });
    await openbao.api('auth/kubernetes/config', {
      kubernetes_host: cluster.origin,
      kubernetes_ca_cert: authority.certificate,
      token_reviewer_jwt: accounts.vault,
      disable_local_ca_jwt: true,
    });
    await openbao.api('auth/kubernetes/role/ci', {
      bound_service_account_names: ['runner'],
      bound_service_account_namespaces: ['ci'],
    });
  });

  afterAll(async () => {
    for (const http of opened) http.close();
    await openbao?.stop();
    await cluster?.close();
  });

  testWithOpenBao('cert: a login by client certificate, and one that the role does not trust', async () => {
    const address = openbao.tlsAddress;
    const authorities = authority.certificate;
    const known = clientOf({ address, authorities, pair: clients.issue({ names: ['runner.example'] }) });
    await expect(known.login({ method: 'cert' })).resolves.toMatchObject({
      leaseSeconds: 300,
      metadata: { cert_name: 'runners' },
    });
    const stranger = clientOf({ address, authorities, pair: strangers.issue({ names: ['runner.example'] }) });
    await expect(stranger.login({ method: 'cert' })).rejects.toMatchObject({
      code: 'vault/certificate-refused',
    });
    await expect(known.login({ method: 'cert', name: 'nope' })).rejects.toMatchObject({
      code: 'vault/certificate-refused',
    });
  });

  testWithOpenBao('kubernetes: a service account that the role binds, and one that it does not', async () => {
    const client = clientOf({ address: openbao.address });
    const login = { method: 'kubernetes', role: 'ci' } as const;
    await expect(client.login({ ...login, jwt: accounts.runner })).resolves.toMatchObject({
      metadata: { service_account_name: 'runner', service_account_namespace: 'ci' },
    });
    for (const jwt of [accounts.other, accounts.ghost]) {
      await expect(client.login({ ...login, jwt })).rejects.toMatchObject({
        code: 'vault/service-account-refused',
      });
    }
    const unsigned = `${accounts.runner.split('.').slice(0, 2).join('.')}.x`;
    await expect(client.login({ ...login, jwt: unsigned })).rejects.toMatchObject({
      code: 'vault/mount-unknown',
      why: 'No such method is mounted there in that namespace, or it cannot read the service account token.',
    });
  });

  testWithOpenBao(
    'TLS: an unknown authority, another name, http to the https port, https to the http port',
    async () => {
      const login = { method: 'token', token: 's.any', lookUp: true } as const;
      const codeAt = (options: ClientOptions) =>
        clientOf(options)
          .login(login)
          .then(
            () => 'logged in',
            (error: unknown) => (error as { code: string }).code,
          );
      const address = openbao.tlsAddress;
      expect(await codeAt({ address, authorities: authority.certificate })).toBe('vault/token-refused');
      expect(await codeAt({ address })).toBe('http/tls-untrusted');
      expect(await codeAt({ address, authorities: strangers.certificate })).toBe('http/tls-untrusted');
      const byName = address.replace('127.0.0.1', 'localhost');
      expect(await codeAt({ address: byName, authorities: authority.certificate })).toBe('http/tls-name');
      expect(await codeAt({ address: address.replace('https', 'http') })).toBe('vault/https-expected');
      expect(await codeAt({ address: openbao.address.replace('http', 'https') })).toBe('http/tls-failed');
    },
  );
});

/** Answers in turn, the last one for ever, and counts. */
async function serveInTurn(answers: readonly TwinAnswer[]) {
  const seen: string[] = [];
  const server = await serveOnLoopback(({ method, target }) => {
    seen.push(`${method} ${target}`);
    return answers[Math.min(seen.length, answers.length) - 1]!;
  });
  return { server, seen };
}

describe('a server with faults, by the real HTTP client', () => {
  const jwt = ['header', 'payload', 'signature'].join('.');
  const auth = { client_token: ['s', 'made', 'up'].join('.'), accessor: 'a', token_type: 'service' };
  const rows: readonly { name: string; answers: readonly TwinAnswer[]; requests: number; ends: string }[] = [
    {
      name: 'unavailable, then healthy: nothing was created, so it is asked again',
      answers: [json(503, { errors: ['temporarily unavailable'] }), json(200, { auth })],
      requests: 2,
      ends: 'logged in',
    },
    {
      name: 'a replica behind, then up to date',
      answers: [json(412, { errors: ['required index state not present'] }), json(200, { auth })],
      requests: 2,
      ends: 'logged in',
    },
    {
      name: 'too many requests, then admitted after the wait asked for',
      answers: [json(429, { errors: ['quota'] }, { 'retry-after': '0' }), json(200, { auth })],
      requests: 2,
      ends: 'logged in',
    },
    {
      name: 'a fault after which a token may exist: not asked again',
      answers: [json(500, { errors: ['internal error'] }), json(200, { auth })],
      requests: 1,
      ends: 'vault/server-error',
    },
    {
      name: 'a reset after which a token may exist: not asked again',
      answers: [{ kind: 'reset' }, json(200, { auth })],
      requests: 1,
      ends: 'http/reset',
    },
    {
      name: 'sealed: not asked again',
      answers: [json(503, { errors: ['Vault is sealed'] })],
      requests: 1,
      ends: 'vault/sealed',
    },
    {
      name: 'a redirect: not followed',
      answers: [json(307, {}, { location: 'http://127.0.0.1:1/v1/auth/jwt/login' }), json(200, { auth })],
      requests: 1,
      ends: 'vault/redirected',
    },
    {
      name: 'an answer that breaks off',
      answers: [{ kind: 'truncated', body: '{"auth":{"client_token":"' }],
      requests: 1,
      ends: 'http/truncated',
    },
  ];
  for (const { name, answers, requests, ends } of rows) {
    test(name, async () => {
      const { server, seen } = await serveInTurn(answers);
      const http = createHttpClient({
        deadline: startDeadline(systemClock, 20),
        clock: systemClock,
        random: () => 0,
      });
      const client = createVaultClient({ address: server.origin, http });
      const end = await client.login({ method: 'jwt', jwt, role: 'deploy' }).then(
        () => 'logged in',
        (error: unknown) => (error as { code: string }).code,
      );
      http.close();
      await server.close();
      expect({ end, requests: seen.length }).toEqual({ end: ends, requests });
    });
  }
});
