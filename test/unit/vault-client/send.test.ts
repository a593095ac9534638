import { describe, expect, test } from '@jest/globals';
import { isCoded, type CodedError } from '@sallyport/errors';
import { createVaultClient } from '@sallyport/vault-client';
import { scriptHttp, type Answer } from './scripted-http.ts';

const jwt = ['header', 'payload', 'signature'].join('.');
const token = ['s', 'token', 'of', 'the', 'test'].join('.');

async function errorOf(promise: Promise<unknown>): Promise<CodedError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isCoded(error)) throw new Error(`no coded error: ${String(error)}`);
  return error;
}

function loginAt(answer: Answer, address = 'https://vault.example:8200') {
  const http = scriptHttp(() => answer);
  const client = createVaultClient({ address, http });
  return { http, login: () => client.login({ method: 'jwt', jwt, role: 'deploy' }, { namespace: 'team' }) };
}

describe('answers that mean the same for every request', () => {
  const rows: readonly { name: string; answer: Answer; code: string; says?: RegExp }[] = [
    {
      name: 'redirect to another host',
      answer: {
        status: 307,
        headers: { location: 'https://active.example:8200/v1/auth/jwt/login?x=secret' },
      },
      code: 'vault/redirected',
      says: /points to `https:\/\/active\.example:8200`.*give its address: `https:\/\/active\.example:8200`/s,
    },
    {
      name: 'redirect below a path',
      answer: { status: 301, headers: { location: '/vault/v1/auth/jwt/login' } },
      code: 'vault/redirected',
      says: /`https:\/\/vault\.example:8200\/vault`/,
    },
    { name: 'redirect to nowhere', answer: { status: 302 }, code: 'vault/redirected' },
    {
      name: 'redirect to what is no web address',
      answer: { status: 302, headers: { location: 'javascript:alert(1)' } },
      code: 'vault/redirected',
      says: /another address/,
    },
    {
      name: 'a web page',
      answer: { status: 200, body: '<!DOCTYPE html><title>Sign in</title>' },
      code: 'vault/not-vault',
      says: /200 with a web page/,
    },
    {
      name: 'JSON that broke off',
      answer: { status: 200, body: '{"auth":{"client_token":"s.half' },
      code: 'vault/not-vault',
      says: /broken JSON/,
    },
    { name: 'JSON of another kind', answer: { status: 200, body: '[1]' }, code: 'vault/not-vault' },
    { name: 'an empty 200', answer: { status: 200 }, code: 'vault/not-vault', says: /sent no token/ },
    {
      name: 'http where https is spoken',
      answer: { status: 400, body: 'Client sent an HTTP request to an HTTPS server.\n' },
      code: 'vault/https-expected',
    },
    { name: 'sealed', answer: { status: 503, body: { errors: ['Vault is sealed'] } }, code: 'vault/sealed' },
    { name: 'sealed, without a word', answer: { status: 503, body: { errors: [] } }, code: 'vault/sealed' },
    {
      name: 'namespace locked',
      answer: {
        status: 503,
        body: { errors: ['API access to this namespace has been locked by an administrator'] },
      },
      code: 'vault/namespace-locked',
    },
    {
      name: 'no such namespace',
      answer: { status: 404, body: { errors: ['namespace not found'] } },
      code: 'vault/namespace-unknown',
      says: /`team`/,
    },
    {
      name: 'rate limit',
      answer: { status: 429, body: { errors: ['request path "x": rate limit quota exceeded'] } },
      code: 'vault/rate-limited',
      says: /quota exceeded/,
    },
    {
      name: 'replica behind',
      answer: { status: 412, body: { errors: ['required index state not present'] } },
      code: 'vault/replica-behind',
    },
    {
      name: 'a fault of the server',
      answer: { status: 500, body: { errors: ['1 error occurred:\n\t* storage is gone\n\n'] } },
      code: 'vault/server-error',
      says: /Vault answered 500\. It says: storage is gone/,
    },
    {
      name: 'a second factor',
      answer: { status: 200, body: { auth: { client_token: '', mfa_requirement: { mfa_request_id: 'x' } } } },
      code: 'vault/mfa-required',
    },
  ];
  for (const { name, answer, code, says } of rows) {
    test(name, async () => {
      const error = await errorOf(loginAt(answer).login());
      expect(error.code).toBe(code);
      const text = [error.what, error.why, error.remedy, error.details].join('\n');
      expect(text).toMatch(says ?? /./);
      expect(text).not.toMatch(/secret$|s\.half|javascript/m);
    });
  }

  test('a server that echoes what it was sent learns nothing from our log', async () => {
    const body = { errors: [`cannot parse ${jwt}; also ::add-mask::x`, `\u001b[31m${jwt}`] };
    const error = await errorOf(loginAt({ status: 400, body }).login());
    const text = [error.what, error.details].join('\n');
    expect(text).toContain('cannot parse ***');
    expect(text).not.toContain(jwt);
    expect(text).not.toContain('\u001b');
  });
});

describe('requests', () => {
  test('a login: headers, body, and never sent again once the server may have acted', async () => {
    const auth = { client_token: token, accessor: 'a', policies: ['p'], token_type: 'service', num_uses: 0 };
    const { http, login } = loginAt({ status: 200, body: { auth } }, 'https://vault.example/prefix/');
    await login();
    expect(http.requests[0]).toMatchObject({
      method: 'POST',
      url: 'https://vault.example/prefix/v1/auth/jwt/login',
      headers: { 'x-vault-request': 'true', 'x-vault-namespace': 'team', 'content-type': 'application/json' },
      body: JSON.stringify({ role: 'deploy', jwt }),
      repeat: 'unless-acted',
    });
    expect(Object.keys(http.requests[0]!.headers!)).not.toContain('x-vault-token');
  });

  test('an empty namespace is no header', async () => {
    const http = scriptHttp(() => ({ status: 204 }));
    const client = createVaultClient({ address: 'https://vault.example', namespace: '/', http });
    expect(await client.revokeSelf(token)).toBe('revoked');
    expect(http.requests[0]).toMatchObject({ headers: { 'x-vault-token': token }, repeat: 'always' });
    expect(Object.keys(http.requests[0]!.headers!)).not.toContain('x-vault-namespace');
  });

  test('the namespace of the login is apart from the one of the secrets', async () => {
    const http = scriptHttp((asked) =>
      asked.includes('login')
        ? { status: 200, body: { auth: { client_token: token } } }
        : { status: 200, body: { data: { path: 'kv/', type: 'kv', options: null, key: 'v' } } },
    );
    const client = createVaultClient({ address: 'https://vault.example', namespace: 'apps/web', http });
    await client.login({ method: 'jwt', jwt }, { namespace: 'identity' });
    await client.session({ token }).readAll([{ path: 'kv/a' }, { path: 'kv/b', namespace: 'other' }]);
    expect(http.requests.map(({ headers }) => headers?.['x-vault-namespace'])).toEqual([
      'identity',
      'apps/web',
      'other',
      'apps/web',
      'other',
    ]);
  });

  test('what is transient: 412, 429 and 5xx, but not what only an operator can change', async () => {
    const { http, login } = loginAt({ status: 400, body: { errors: [] } });
    await errorOf(login());
    const { isTransient } = http.requests[0]!;
    const answer = (status: number, text = '') =>
      isTransient!({ status, headers: {}, body: new TextEncoder().encode(text) });
    expect([412, 429, 500, 502, 503].map((status) => answer(status))).toEqual([true, true, true, true, true]);
    expect([200, 400, 403, 404, 405, 501].map((status) => answer(status))).toEqual(Array(6).fill(false));
    expect(answer(503, '{"errors":["Vault is sealed"]}')).toBe(false);
    expect(
      answer(503, '{"errors":["API access to this namespace has been locked by an administrator"]}'),
    ).toBe(false);
  });

  test('what is no JWT is not sent', async () => {
    const http = scriptHttp(() => ({ status: 200 }));
    const client = createVaultClient({ address: 'https://vault.example', http });
    const error = await errorOf(client.login({ method: 'jwt', jwt: 'two.parts', role: 'deploy' }));
    expect(error.code).toBe('vault/token-malformed');
    expect(http.asked).toEqual([]);
  });

  test('a user name stays below its mount', async () => {
    const http = scriptHttp(() => ({ status: 200, body: { auth: { client_token: token } } }));
    const client = createVaultClient({ address: 'https://vault.example', http });
    const login = { method: 'userpass', password: 'hunter2hunter2' } as const;
    await client.login({ ...login, username: 'a b?c#d', mount: '/people/' });
    expect(http.asked).toEqual(['POST auth/people/login/a%20b%3Fc%23d']);
    const error = await errorOf(client.login({ ...login, username: '../../../sys/seal' }));
    expect(error.code).toBe('vault/invalid-path');
  });
});
