import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { CodedError } from '@sallyport/errors';
import { createHttpClient, startDeadline, systemClock } from '@sallyport/http';
import {
  createVaultClient,
  stringifyJson,
  type ReadOutcome,
  type ReadRequest,
  type ReadResult,
  type VaultClient,
  type VaultSession,
} from '@sallyport/vault-client';
import { provideOpenBao, startOpenBao, type OpenBao } from '../peers/openbao.ts';
import { providePostgresql, startPostgresql } from '../peers/postgresql.ts';

const peer = await provideOpenBao();
const postgresql = providePostgresql();
const testWithOpenBao = 'missing' in peer ? test.skip : test;
const title = `secrets at OpenBao${'missing' in peer ? ` (${peer.missing})` : ''}`;

const policy = `
path "secret/data/app" { capabilities = ["read"] }
path "secret/data/tree/*" { capabilities = ["read"] }
path "secret/metadata/*" { capabilities = ["list"] }
path "secret/old-style" { capabilities = ["read"] }
path "secret/data/listed" { capabilities = ["list"] }
path "secret/data/conditional" { capabilities = ["read"]  required_parameters = ["why"] }
path "secret/data/gone" { capabilities = ["read"] }
path "kv1/*" { capabilities = ["read", "list", "scan"] }
path "team/kv/*" { capabilities = ["read", "list", "scan"] }
path "pki/issue/web" { capabilities = ["create", "update"] }
path "ssh/*" { capabilities = ["create", "update", "read"] }
path "nowhere/*" { capabilities = ["read"] }
`;

function resultOf(outcome: ReadOutcome | undefined): ReadResult {
  if (outcome?.ok !== true) throw new Error(`not read: ${outcome?.error.message}`);
  return outcome.result;
}

function errorOf(outcome: ReadOutcome | undefined): CodedError {
  if (outcome?.ok !== false) throw new Error('was read');
  return outcome.error;
}

function textOf(error: CodedError): string {
  return [error.what, error.why, error.remedy, error.details].join('\n');
}

describe(title, () => {
  let openbao: OpenBao;
  let client: VaultClient;
  let session: VaultSession;
  const folder = mkdtempSync(join(tmpdir(), 'audit-'));
  const auditFile = join(folder, 'audit.log');
  const http = createHttpClient({ deadline: startDeadline(systemClock, 60), clock: systemClock });

  beforeAll(async () => {
    if ('missing' in peer) return;
    openbao = await startOpenBao({ auditFile });
    client = createVaultClient({ address: openbao.address, http });
    const { api } = openbao;
    await api('sys/mounts/kv1', { type: 'kv', options: { version: '1' } });
    await api('sys/mounts/team/kv', { type: 'kv-v2' });
    await api('sys/mounts/pki', { type: 'pki' });
    await api('sys/mounts/ssh', { type: 'ssh' });
    await api('sys/namespaces/team1', {});
    await api('sys/policies/acl/reader', { policy });
    await api('kv1/app', { data: { looks: 'like version 2' }, password: 'of version 1' });
    await api('secret/data/app', { data: { password: 'first' } });
    await api('secret/data/app', { data: { password: 'second', data: { nested: true } } });
    await api('secret/data/gone', { data: { password: 'gone' } });
    await api('secret/data/gone', { data: { password: 'destroyed' } });
    await api('secret/delete/gone', { versions: [1] });
    await api('secret/destroy/gone', { versions: [2] });
    for (const name of ['forbidden', 'old-style', 'listed', 'conditional']) {
      await api(`secret/data/${name}`, { data: { password: 'of nobody' } });
    }
    session = client.session({ token: await tokenFor('reader'), policies: ['default', 'reader'] });
  });

  afterAll(async () => {
    http.close();
    await openbao?.stop();
    rmSync(folder, { recursive: true });
  });

  async function tokenFor(...policies: string[]): Promise<string> {
    const made = await openbao.api('auth/token/create', { policies, ttl: '10m' });
    return made.auth!.client_token;
  }

  function requestsSince(since: number): string[] {
    const lines = readFileSync(auditFile, 'utf8').trim().split('\n').slice(since);
    return lines
      .map(
        (line) =>
          JSON.parse(line) as { type: string; request: { operation: string; path: string; id: string } },
      )
      .filter((entry) => entry.type === 'request')
      .map((entry) => `${entry.request.operation} ${entry.request.path}`);
  }

  const auditedLines = () => readFileSync(auditFile, 'utf8').trim().split('\n').length;
  const read = async (...requests: ReadRequest[]) => session.readAll(requests);

  testWithOpenBao('KV 1 and KV 2 are told apart by the mount, not by the shape of the secret', async () => {
    const [one, two, short, deep] = await read(
      { path: 'kv1/app' },
      { path: 'secret/data/app' },
      { path: '/secret/app/' },
      { path: 'team/kv/nothing' },
    );
    expect(stringifyJson(resultOf(one).data)).toBe(
      '{"data":{"looks":"like version 2"},"password":"of version 1"}',
    );
    expect(resultOf(one)).toMatchObject({ version: undefined, mount: { path: 'kv1/', kvVersion: 1 } });
    expect(stringifyJson(resultOf(two).data)).toBe('{"data":{"nested":true},"password":"second"}');
    expect(resultOf(two)).toMatchObject({ version: 2, path: 'secret/data/app', leaseId: '' });
    expect(resultOf(short).path).toBe('secret/data/app');
    expect(errorOf(deep).code).toBe('vault/path-missing');
    expect(textOf(errorOf(deep))).toContain('team/kv/data/nothing');
  });

  testWithOpenBao('versions: an older one, a deleted one, a destroyed one, one that never was', async () => {
    const [older, deleted, destroyed, never, inOne] = await read(
      { path: 'secret/app', version: 1 },
      { path: 'secret/gone', version: 1 },
      { path: 'secret/gone', version: 2 },
      { path: 'secret/app', version: 9 },
      { path: 'kv1/app', version: 1 },
    );
    expect(resultOf(older).data['password']).toBe('first');
    expect(errorOf(deleted).code).toBe('vault/version-deleted');
    expect(errorOf(deleted).what).toMatch(/Version 1 of `secret\/data\/gone` was deleted at 20/);
    expect(errorOf(destroyed).code).toBe('vault/version-destroyed');
    expect(errorOf(never).what).toBe('There is nothing at `secret/data/app`, or no version 9 of it.');
    expect(errorOf(inOne).code).toBe('vault/version-unknown');
  });

  testWithOpenBao('integers beyond 2^53 and the text of numbers survive', async () => {
    // Written as text, because JSON.stringify would round them; KV 2 of the server itself keeps no more than a double.
    await fetch(`${openbao.address}/v1/kv1/numbers`, {
      method: 'POST',
      headers: { 'x-vault-token': openbao.rootToken },
      body: '{"id":12345678901234567890,"price":1.10,"list":[9007199254740993]}',
    });
    const [numbers] = await read({ path: 'kv1/numbers' });
    expect(stringifyJson(resultOf(numbers).data)).toBe(
      '{"id":12345678901234567890,"list":[9007199254740993],"price":1.10}',
    );
  });

  testWithOpenBao(
    'each path is asked once, its mount once, and results come in the order written',
    async () => {
      await read({ path: 'secret/data/app' });
      const fresh = client.session({ token: await tokenFor('reader') });
      const before = auditedLines();
      const outcomes = await fresh.readAll([
        { path: 'secret/data/app' },
        { path: 'kv1/app' },
        { path: 'secret/app' },
        { path: 'secret/data/app' },
        { path: 'secret/data/app', version: 1 },
      ]);
      expect(outcomes.map((outcome) => resultOf(outcome).data['password'])).toEqual([
        'second',
        'of version 1',
        'second',
        'second',
        'first',
      ]);
      // The newest version once, however its path is written, and version 1.
      expect(requestsSince(before).sort()).toEqual([
        'read kv1/app',
        'read secret/data/app',
        'read secret/data/app',
        'read sys/internal/ui/mounts/kv1/app',
        'read sys/internal/ui/mounts/secret/data/app',
      ]);
    },
  );

  describe('denials', () => {
    const denials: readonly { name: string; path: string; code: string; says: RegExp }[] = [
      {
        name: 'no capability at all',
        path: 'secret/data/forbidden',
        code: 'vault/denied',
        says: /lacks `read` on `secret\/data\/forbidden`[^]*The token may there: nothing[^]*policies: default, reader/,
      },
      {
        name: 'another capability',
        path: 'secret/data/listed',
        code: 'vault/denied',
        says: /lacks `read`[^]*The token may there: list/,
      },
      {
        name: 'a policy written for KV 1',
        path: 'secret/old-style',
        code: 'vault/denied',
        says: /lacks `read` on `secret\/data\/old-style`, but has it on `secret\/old-style`[^]*KV version 2[^]*path "secret\/data\/old-style"/,
      },
      {
        name: 'a condition of the policy',
        path: 'secret/data/conditional',
        code: 'vault/denied',
        says: /although the token has `read` there[^]*required_parameters/,
      },
      {
        name: 'a mount that the token may not see',
        path: 'hidden/thing',
        code: 'vault/denied',
        says: /nothing below that mount, or there is no such mount/,
      },
      {
        name: 'a mount that is not there',
        path: 'nowhere/thing',
        code: 'vault/engine-unknown',
        says: /No engine is mounted where `nowhere\/thing` is/,
      },
      {
        name: 'a KV 2 path in a KV 1 mount',
        path: 'kv1/data/app',
        code: 'vault/kv-version',
        says: /mount `kv1\/` is KV version 1[^]*Write `kv1\/app`/,
      },
    ];
    for (const { name, path, code, says } of denials) {
      testWithOpenBao(name, async () => {
        const [outcome] = await read({ path });
        const error = errorOf(outcome);
        expect(error.code).toBe(code);
        expect(textOf(error)).toMatch(says);
      });
    }

    testWithOpenBao('are explained by one request for all, and leave what was read untouched', async () => {
      const before = auditedLines();
      const outcomes = await read(...denials.slice(0, 4).map(({ path }) => ({ path })), { path: 'kv1/app' });
      expect(outcomes.map(({ ok }) => ok)).toEqual([false, false, false, false, true]);
      const asked = requestsSince(before).filter((request) => request.includes('capabilities'));
      expect(asked).toEqual(['update sys/capabilities-self']);
    });
  });

  testWithOpenBao('LIST folder by folder, SCAN in one request where the token may', async () => {
    for (const name of ['tree/a', 'tree/b/c', 'tree/b/d/e']) {
      await openbao.api(`secret/data/${name}`, { data: { name } });
      await openbao.api(`team/kv/data/${name}`, { data: { name } });
      await openbao.api(`kv1/${name}`, { name });
    }
    const names = ['a', 'b/c', 'b/d/e'];
    const counts: number[] = [];
    for (const folder of ['secret/tree', 'team/kv/tree/', 'kv1/tree', 'team/kv/data/tree']) {
      await session.listTree(folder);
      const before = auditedLines();
      const base = folder.replace(/\/$/, '');
      expect(await session.listTree(folder)).toEqual(names.map((name) => `${base}/${name}`));
      counts.push(requestsSince(before).length);
    }
    // By LIST: a refused SCAN and three folders.
    expect(counts).toEqual([4, 1, 1, 1]);
    expect(await session.listTree('secret/empty')).toEqual([]);
    const nobody = client.session({ token: await tokenFor('default') });
    await expect(nobody.listTree('secret/tree')).rejects.toMatchObject({ code: 'vault/denied' });
  });

  testWithOpenBao('a tree of 300 paths', async () => {
    const names = Array.from({ length: 300 }, (_, index) => `tree300/${index % 10}/s${index}`);
    await Promise.all(names.map((name) => openbao.api(`team/kv/data/${name}`, { data: { name } })));
    const paths = await session.listTree('team/kv/tree300');
    const outcomes = await session.readAll(paths.map((path) => ({ path })));
    expect(outcomes.map((outcome) => `team/kv/${resultOf(outcome).data['name'] as string}`)).toEqual(paths);
    expect(paths).toHaveLength(300);
  });

  testWithOpenBao('namespaces: the secrets are in another one than the login', async () => {
    await openbao.api('sys/mounts/kv', { type: 'kv-v2' }, { namespace: 'team1' });
    await openbao.api('kv/data/app', { data: { password: 'of team1' } }, { namespace: 'team1' });
    const root = client.session({ token: openbao.rootToken });
    const [there, nowhere] = await root.readAll([
      { path: 'kv/app', namespace: '/team1/' },
      { path: 'kv/app', namespace: 'nowhere' },
    ]);
    expect(resultOf(there).data['password']).toBe('of team1');
    expect(errorOf(nowhere).code).toBe('vault/namespace-unknown');
  });

  testWithOpenBao('wrapping: the answer stays at the server until it is opened, once', async () => {
    const [outcome] = await read({ path: 'secret/data/app', wrapSeconds: 60 });
    const { wrapped, data } = resultOf(outcome);
    expect(data).toEqual({});
    expect(wrapped).toMatchObject({ seconds: 60, creationPath: 'secret/data/app' });
    const madeBy = (path: string) => path === 'secret/data/app';
    await expect(client.unwrap(wrapped!.token, { madeBy: () => false })).rejects.toMatchObject({
      code: 'vault/wrapping-origin',
    });
    const opened = await client.unwrap(wrapped!.token, { madeBy });
    expect(opened.data?.['data']).toMatchObject({ password: 'second' });
    await expect(client.unwrap(wrapped!.token, { madeBy })).rejects.toMatchObject({
      code: 'vault/wrapping-spent',
    });
  });

  testWithOpenBao('pki and ssh create by POST; a refusal has the words of the engine', async () => {
    const { api } = openbao;
    await api('pki/root/generate/internal', { common_name: 'ca.example', key_type: 'ec', ttl: '24h' });
    await api('pki/roles/web', {
      allowed_domains: ['example.com'],
      allow_subdomains: true,
      max_ttl: '1h',
      key_type: 'ec',
    });
    await api('ssh/roles/ops', { key_type: 'otp', default_user: 'ops', cidr_list: '127.0.0.0/8' });
    const [certificate, refused, password] = await read(
      { path: 'pki/issue/web', body: { common_name: 'a.example.com' }, optional: true },
      { path: 'pki/issue/web', body: { common_name: 'a.example.org' }, optional: true },
      { path: 'ssh/creds/ops', body: { ip: '127.0.0.1' }, optional: true },
    );
    expect(resultOf(certificate).data['private_key']).toMatch(/^-----BEGIN EC/);
    expect(errorOf(refused).code).toBe('vault/request-refused');
    expect(errorOf(refused).what).toMatch(/not allowed by this role/);
    expect(resultOf(password)).toMatchObject({ data: { key_type: 'otp', username: 'ops' } });
    expect(resultOf(password).leaseId).toMatch(/^ssh\/creds\/ops\//);
  });

  testWithOpenBao('nothing is created when a required secret cannot be read', async () => {
    const before = auditedLines();
    const [certificate, missing] = await read(
      { path: 'pki/issue/web', body: { common_name: 'a.example.com' } },
      { path: 'kv1/missing' },
    );
    expect(errorOf(certificate).code).toBe('vault/not-attempted');
    expect(errorOf(missing).code).toBe('vault/path-missing');
    expect(requestsSince(before)).not.toContain('update pki/issue/web');
  });

  const testWithPostgresql = 'missing' in postgresql ? test.skip : testWithOpenBao;
  const reason = 'missing' in postgresql ? ` (${postgresql.missing})` : '';
  testWithPostgresql(`a role of a PostgreSQL database lives as long as its token${reason}`, async () => {
    const database = await startPostgresql(['made', 'for', 'this', 'test'].join('-'));
    try {
      const { api } = openbao;
      await api('sys/mounts/database', { type: 'database' });
      await api('database/config/main', {
        plugin_name: 'postgresql-database-plugin',
        connection_url: `postgresql://{{username}}:{{password}}@${database.host}/postgres?sslmode=disable`,
        username: 'postgres',
        password: database.password,
        allowed_roles: ['*'],
      });
      await api('database/roles/reader', {
        db_name: 'main',
        default_ttl: '10m',
        creation_statements: [
          `CREATE ROLE "{{name}}" LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}'`,
        ],
      });
      await api('sys/policies/acl/database', {
        policy: `path "database/creds/*" { capabilities = ["read"] }
          path "sys/leases/revoke" { capabilities = ["update"] }`,
      });
      const token = await tokenFor('database');
      const own = client.session({ token });
      const [first, again] = await own.readAll([
        { path: 'database/creds/reader' },
        { path: 'database/creds/reader' },
      ]);
      const { data, leaseId, leaseSeconds, renewable } = resultOf(first);
      expect(resultOf(again).leaseId).toBe(leaseId);
      expect({ leaseSeconds, renewable }).toEqual({ leaseSeconds: 600, renewable: true });
      const user = data['username'] as string;
      expect(database.queryAs(user, data['password'] as string, 'select current_user').output).toBe(user);
      expect(await own.renewLease(leaseId, 300)).toBe(300);

      const [second] = await own.readAll([{ path: 'database/creds/reader' }]);
      const other = resultOf(second).data['username'] as string;
      await own.revokeLease(resultOf(second).leaseId);
      const roles = () => database.query(`select rolname from pg_roles where rolname like 'v-%'`).split('\n');
      expect(roles()).toEqual([user]);
      expect(other).not.toBe(user);

      expect(await client.revokeSelf(token)).toBe('revoked');
      for (let tries = 0; tries < 100 && roles().includes(user); tries++) {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      expect(roles()).toEqual(['']);
      expect(database.queryAs(user, data['password'] as string, 'select 1').ok).toBe(false);
    } finally {
      await database.stop();
    }
  });
});
