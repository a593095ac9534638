import { describe, expect, test } from '@jest/globals';
import { failure } from '@sallyport/errors';
import { createVaultClient, type ReadOutcome, type ReadRequest } from '@sallyport/vault-client';
import { scriptHttp, type Answer } from './scripted-http.ts';

const token = ['s', 'token', 'of', 'the', 'test'].join('.');
const address = 'https://vault.example';

const mounts: Readonly<Record<string, object>> = {
  'kv1/': { type: 'kv', options: null },
  'kv2/': { type: 'kv', options: { version: '2' } },
  'team/kv/': { type: 'kv', options: { version: '2' } },
  'database/': { type: 'database', options: null },
  'pki/': { type: 'pki', options: {} },
  'kubernetes/': { type: 'kubernetes', options: {} },
};

function answerMount(asked: string): Answer | undefined {
  const path = /^GET sys\/internal\/ui\/mounts\/(.*)$/.exec(asked)?.[1];
  if (path === undefined) return undefined;
  const found = Object.keys(mounts).find((mount) => `${path}/`.startsWith(mount));
  if (found === undefined)
    return { status: 403, body: { errors: ['preflight capability check returned 403'] } };
  return { status: 200, body: { data: { path: found, ...mounts[found] } } };
}

function sessionWith(answer: (asked: string) => Answer | Promise<Answer>, inFlight?: number) {
  const http = scriptHttp((asked) => answerMount(asked) ?? answer(asked));
  const client = createVaultClient({ address, http });
  return { http, session: client.session({ token, ...(inFlight === undefined ? {} : { inFlight }) }) };
}

const kv2 = (data: object) => ({ status: 200, body: { data: { data, metadata: { version: 3 } } } });
const codes = (outcomes: readonly ReadOutcome[]) =>
  outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.error.code));

describe('which request a path means', () => {
  const rows: readonly { name: string; request: ReadRequest; asked: string; repeat: string }[] = [
    { name: 'KV 1', request: { path: 'kv1/app' }, asked: 'GET kv1/app', repeat: 'always' },
    {
      name: 'KV 2, as the command line has it',
      request: { path: 'kv2/app' },
      asked: 'GET kv2/data/app',
      repeat: 'always',
    },
    {
      name: 'KV 2, as the API has it',
      request: { path: 'kv2/data/app' },
      asked: 'GET kv2/data/app',
      repeat: 'always',
    },
    {
      name: 'KV 2, a version',
      request: { path: 'kv2/app', version: 2 },
      asked: 'GET kv2/data/app?version=2',
      repeat: 'always',
    },
    {
      name: 'KV 2, metadata',
      request: { path: 'kv2/metadata/app' },
      asked: 'GET kv2/metadata/app',
      repeat: 'always',
    },
    {
      name: 'a mount of two segments',
      request: { path: 'team/kv/app' },
      asked: 'GET team/kv/data/app',
      repeat: 'always',
    },
    {
      name: 'a credential by GET',
      request: { path: 'database/creds/r' },
      asked: 'GET database/creds/r',
      repeat: 'unless-acted',
    },
    {
      name: 'a certificate by POST',
      request: { path: 'pki/issue/web' },
      asked: 'POST pki/issue/web',
      repeat: 'unless-acted',
    },
    {
      name: 'of an issuer',
      request: { path: 'pki/issuer/x/sign/web' },
      asked: 'POST pki/issuer/x/sign/web',
      repeat: 'unless-acted',
    },
    {
      name: 'a public part of pki',
      request: { path: 'pki/cert/ca' },
      asked: 'GET pki/cert/ca',
      repeat: 'unless-acted',
    },
    {
      name: 'a service account',
      request: { path: 'kubernetes/creds/r' },
      asked: 'POST kubernetes/creds/r',
      repeat: 'unless-acted',
    },
    {
      name: 'a body',
      request: { path: 'database/x', body: { a: 1 } },
      asked: 'POST database/x',
      repeat: 'unless-acted',
    },
    {
      name: 'a method',
      request: { path: 'any/thing', method: 'PUT' },
      asked: 'PUT any/thing',
      repeat: 'unless-acted',
    },
    {
      name: 'an unknown mount',
      request: { path: 'hidden/data/app' },
      asked: 'GET hidden/data/app',
      repeat: 'unless-acted',
    },
    {
      name: 'an unknown mount of a known version',
      request: { path: 'hidden/app', kvVersion: 2 },
      asked: 'GET hidden/data/app',
      repeat: 'always',
    },
    {
      name: 'characters that a URL would misread',
      request: { path: 'kv1/a b?c#d%' },
      asked: 'GET kv1/a%20b%3Fc%23d%25',
      repeat: 'always',
    },
  ];
  for (const { name, request, asked, repeat } of rows) {
    test(name, async () => {
      const { http, session } = sessionWith(() => kv2({ key: 'value' }));
      await session.readAll([request]);
      expect(http.asked.at(-1)).toBe(asked);
      expect(http.requests.at(-1)!.repeat).toBe(repeat);
    });
  }

  test('a path that leads elsewhere is asked of nobody', async () => {
    const { http, session } = sessionWith(() => kv2({}));
    const outcomes = await session.readAll([{ path: 'kv1/../sys/raw' }, { path: '' }]);
    expect(codes(outcomes)).toEqual(['vault/invalid-path', 'vault/invalid-path']);
    expect(http.asked).toEqual([]);
  });

  test('a key named data or metadata does not make a secret one of KV 2', async () => {
    const data = { data: { data: { x: 'y' }, metadata: { version: 9 } } };
    const { session } = sessionWith(() => ({ status: 200, body: data }));
    const [outcome] = await session.readAll([{ path: 'kv1/app' }]);
    expect(outcome).toMatchObject({ ok: true, result: { data: data.data, version: undefined } });
  });
});

describe('many reads', () => {
  test('8 at a time unless said otherwise, in the order written', async () => {
    for (const [inFlight, most] of [
      [undefined, 8],
      [2, 2],
    ] as const) {
      let open = 0;
      let highest = 0;
      const { session } = sessionWith(async (asked) => {
        highest = Math.max(highest, ++open);
        await new Promise((resolve) => setImmediate(resolve));
        open--;
        return kv2({ asked });
      }, inFlight);
      const paths = Array.from({ length: 30 }, (_, index) => `kv2/data/s${index}`);
      const outcomes = await session.readAll(paths.map((path) => ({ path })));
      expect(outcomes.map((outcome) => outcome.ok && outcome.result.data['asked'])).toEqual(
        paths.map((path) => `GET ${path}`),
      );
      expect(highest).toBe(most);
    }
  });

  test('what befalls the server ends the rest at once; what befalls a path does not', async () => {
    const { http, session } = sessionWith((asked) => {
      if (asked.endsWith('s1')) return { status: 404, body: { errors: [] } };
      if (asked.endsWith('s3')) throw failure('http/reset');
      return kv2({});
    }, 1);
    const requests = [0, 1, 2, 3, 4, 5].map((index) => ({ path: `kv2/s${index}`, optional: index === 1 }));
    const outcomes = await session.readAll(requests);
    expect(codes(outcomes)).toEqual([
      'ok',
      'vault/path-missing',
      'ok',
      'http/reset',
      'http/reset',
      'http/reset',
    ]);
    expect(http.asked.filter((asked) => asked.includes('data/'))).toHaveLength(4);
  });

  test('a lease that was obtained stays known when another request fails', async () => {
    const { session } = sessionWith((asked) => {
      if (asked.endsWith('broken')) throw failure('http/timeout');
      return {
        status: 200,
        body: { lease_id: 'database/creds/r/1', lease_duration: 60, data: { username: 'u' } },
      };
    }, 1);
    const outcomes = await session.readAll([{ path: 'database/creds/r' }, { path: 'database/creds/broken' }]);
    expect(codes(outcomes)).toEqual(['ok', 'http/timeout']);
    expect(outcomes[0]).toMatchObject({ result: { leaseId: 'database/creds/r/1', leaseSeconds: 60 } });
  });

  test('an optional secret that is missing does not keep a credential from being made', async () => {
    const { session } = sessionWith((asked) =>
      asked.includes('kv1')
        ? { status: 404, body: { errors: [] } }
        : { status: 200, body: { data: { username: 'u' } } },
    );
    const credential = { path: 'database/creds/r' };
    expect(codes(await session.readAll([credential, { path: 'kv1/a', optional: true }]))).toEqual([
      'ok',
      'vault/path-missing',
    ]);
    // Written twice, once as required: it is required.
    const twice = [credential, { path: 'kv1/a', optional: true }, { path: 'kv1/a' }];
    expect(codes(await session.readAll(twice))).toEqual([
      'vault/not-attempted',
      'vault/path-missing',
      'vault/path-missing',
    ]);
  });

  test('denials keep their plain error if the server does not tell the capabilities', async () => {
    const { session } = sessionWith(() => ({ status: 403, body: { errors: ['permission denied'] } }));
    const [outcome] = await session.readAll([{ path: 'kv2/app' }]);
    expect(outcome).toMatchObject({
      ok: false,
      error: { code: 'vault/denied', what: 'Vault denies `kv2/data/app`.' },
    });
  });

  test('a body is never repeated in an error', async () => {
    const secret = ['plain', 'text', 'to', 'encrypt'].join(' ');
    const { session } = sessionWith(() => ({ status: 400, body: { errors: [`cannot encrypt ${secret}`] } }));
    const [outcome] = await session.readAll([{ path: 'transit/encrypt/k', body: { plaintext: secret } }]);
    expect(outcome).toMatchObject({ ok: false, error: { code: 'vault/request-refused' } });
    expect(JSON.stringify(outcome)).not.toContain(secret);
  });

  const refusals: readonly { name: string; answer: Answer; code: string; says: RegExp }[] = [
    {
      name: '405',
      answer: { status: 405, body: { errors: ['unsupported operation'] } },
      code: 'vault/operation-unsupported',
      says: /does not take GET/,
    },
    {
      name: '400',
      answer: { status: 400, body: { errors: ['missing common_name'] } },
      code: 'vault/request-refused',
      says: /: missing common_name\./,
    },
    {
      name: 'an empty answer',
      answer: { status: 204 },
      code: 'vault/path-missing',
      says: /nothing at `kv1\/app`/,
    },
    {
      name: 'a KV 2 mount that the server does not name',
      answer: {
        status: 404,
        body: { data: null, warnings: ['Invalid path for a versioned K/V secrets engine.'] },
      },
      code: 'vault/kv-version',
      says: /KV version 2/,
    },
  ];
  for (const { name, answer, code, says } of refusals) {
    test(name, async () => {
      const { session } = sessionWith(() => answer);
      const [outcome] = await session.readAll([{ path: 'kv1/app' }]);
      if (outcome?.ok !== false) throw new Error('was read');
      expect(outcome.error.code).toBe(code);
      expect(outcome.error.what).toMatch(says);
    });
  }
});

describe('a token of few uses', () => {
  test('keeps the last one for its revocation', async () => {
    const http = scriptHttp((asked) => answerMount(asked) ?? kv2({}));
    const session = createVaultClient({ address, http }).session({ token, numUses: 4, inFlight: 1 });
    const outcomes = await session.readAll([{ path: 'kv2/a' }, { path: 'kv2/b' }, { path: 'kv2/c' }]);
    expect(codes(outcomes)).toEqual(['ok', 'ok', 'vault/uses-exhausted']);
    expect(http.asked).toHaveLength(3);
  });
});

describe('lists', () => {
  test('a server that does not know SCAN is asked folder by folder', async () => {
    const { http, session } = sessionWith((asked) => {
      if (asked.startsWith('SCAN')) return { status: 405, body: { errors: [] } };
      if (asked === 'GET kv2/metadata/app/?list=true')
        return { status: 200, body: { data: { keys: ['b', 'a/'] } } };
      if (asked === 'GET kv2/metadata/app/a/?list=true')
        return { status: 200, body: { data: { keys: ['c'] } } };
      return { status: 404, body: { errors: [] } };
    });
    expect(await session.listTree('kv2/app')).toEqual(['kv2/app/a/c', 'kv2/app/b']);
    expect(http.asked).toContain('SCAN kv2/metadata/app/');
  });

  test('a tree without end has one', async () => {
    const { session } = sessionWith((asked) =>
      asked.startsWith('SCAN')
        ? { status: 405 }
        : { status: 200, body: { data: { keys: Array.from({ length: 200 }, (_, index) => `${index}/`) } } },
    );
    await expect(session.listTree('kv1/app')).rejects.toMatchObject({ code: 'vault/too-many-keys' });
    const keys = Array.from({ length: 5001 }, String);
    const scanned = sessionWith(() => ({ status: 200, body: { data: { keys } } }));
    await expect(scanned.session.listTree('kv1/app')).rejects.toMatchObject({ code: 'vault/too-many-keys' });
  });

  test('an engine without lists', async () => {
    const { session } = sessionWith(() => ({ status: 405, body: { errors: ['unsupported operation'] } }));
    await expect(session.listTree('pki/issue')).rejects.toMatchObject({ code: 'vault/request-refused' });
  });
});

describe('leases', () => {
  test('a refusal says what was not revoked or renewed', async () => {
    const { session } = sessionWith(() => ({ status: 403, body: { errors: ['permission denied'] } }));
    await expect(session.revokeLease('database/creds/r/1')).rejects.toMatchObject({
      code: 'vault/revoke-failed',
      what: 'Vault did not revoke the lease: it answered 403 permission denied.',
    });
    await expect(session.renewLease('database/creds/r/1', 60)).rejects.toMatchObject({
      code: 'vault/renew-failed',
    });
  });
});
