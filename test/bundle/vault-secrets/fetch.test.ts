import { existsSync, readFileSync, statSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { provideOpenBao } from '../../peers/openbao.ts';
import { type BundleRun, everythingReadable, JobFolder, runBundle } from '../run-bundle.ts';
import { makeSecret, startVaultScene, type VaultScene } from './vault-scene.ts';

const peer = await provideOpenBao();
const whenThere = 'missing' in peer ? describe.skip : describe;

whenThere('vault-secrets at OpenBao', () => {
  let scene: VaultScene;
  beforeAll(async () => {
    scene = await startVaultScene();
  });
  afterAll(() => scene.close());

  const main = (inputs: Record<string, string>, more: Partial<BundleRun> = {}) =>
    runBundle({
      bundle: 'vault-secrets/main',
      inputs: { ...scene.inputs, ...inputs },
      ...more,
      environment: { ...scene.environment, ...more.environment },
    });
  const post = (inputs: Record<string, string>, more: Partial<BundleRun>) =>
    runBundle({
      bundle: 'vault-secrets/post',
      inputs: { ...scene.inputs, ...inputs },
      ...more,
      environment: { ...scene.environment, ...more.environment },
    });

  test('reads each path once, hands over outputs only, and the post ends the login: no needless request', async () => {
    const secrets =
      'secret/data/ci npm_token | NPM_TOKEN ;\nsecret/ci access.key ; old/ci data | LEGACY; old/ci 42 | N';
    scene.requests();
    const job = new JobFolder();
    const result = await main({ secrets }, { job });
    expect(result.raw).not.toContain('::error');
    expect(result.code).toBe(0);
    expect(result.outputs).toMatchObject({
      NPM_TOKEN: scene.values.npm_token,
      access__key: scene.values['access.key'],
      LEGACY: scene.values.legacy,
      N: 'digits-first',
    });
    expect(Object.keys(JSON.parse(result.outputs['secrets']!) as object)).toHaveLength(4);
    expect(result.environment).toEqual({});
    for (const value of Object.values(scene.values)) {
      expect(result.masks).toContain(value);
      expect(everythingReadable(result)).not.toContain(value);
    }
    expect(await scene.alive()).toEqual([result.outputs['accessor']]);
    const ended = await post({ secrets }, { state: result.state, job });
    expect(ended.code).toBe(0);
    expect(await scene.alive()).toEqual([]);
    const [login, ...rest] = scene.requests();
    expect(login).toBe('update auth/jwt/login');
    expect([...rest.slice(0, -1).sort(), rest.at(-1)]).toEqual([
      'read old/ci',
      'read secret/data/ci',
      'read sys/internal/ui/mounts/old/ci',
      expect.stringMatching(/^read sys\/internal\/ui\/mounts\/secret/),
      'update auth/token/revoke-self',
    ]);
    job.remove();
  });

  test('a claim policy that does not hold sends nothing to the server', async () => {
    scene.requests();
    const result = await main({
      secrets: 'secret/ci npm_token',
      claims: 'repository_id: "1"',
      issuer: scene.github.issuer,
    });
    expect(result.code).toBe(1);
    expect(result.raw).toContain('oidc/claim-mismatch');
    expect(scene.requests()).toEqual([]);
  });

  test('a claim policy that holds lets the login through', async () => {
    const claims = `repository_id: "${scene.github.scenario.claims['repository_id']}"`;
    const result = await main({
      secrets: 'secret/ci npm_token',
      claims,
      issuer: scene.github.issuer,
      expose: 'none',
    });
    expect(result.code).toBe(0);
    expect(result.shown).toContain('The claim policy holds');
  });

  test.each<{ name: string; value: string }>([
    { name: 'CRLF and a trailing newline', value: 'first line of it\r\nsecond line of it\r\n' },
    { name: 'escapes of workflow commands', value: 'abc%0A%25::add-mask::defgh' },
    { name: 'a heredoc', value: 'A<<EOF\nghadelimiter_x\nEOF\n' },
    { name: 'commands', value: '::set-output name=x::planted\n::stop-commands::pause-now\n' },
    { name: '200 KiB', value: `${'0123456789abcdef'.repeat(12_800)}!` },
  ])('$name arrive byte for byte', async ({ value }) => {
    await scene.bao.api('secret/data/bytes', { data: { value } });
    const result = await main({ secrets: 'secret/bytes value | V' });
    expect(result.code).toBe(0);
    expect(JSON.parse(result.outputs['secrets']!)).toEqual({ V: value });
    expect(result.shown).not.toContain('::set-output');
    expect(result.shown).not.toContain('::stop-commands');
  });

  test('what an environment variable cannot hold is refused, with a file as the remedy', async () => {
    await scene.bao.api('secret/data/large', { data: { value: 'x'.repeat(140_000) } });
    const refused = await main({ secrets: 'secret/large value | V', exportEnv: 'true' });
    expect(refused.code).toBe(1);
    expect(refused.raw).toContain('longer than 128 KiB');
    expect(refused.raw).toContain('file');
    expect([refused.outputs, refused.environment, refused.state]).toEqual([{}, {}, {}]);
    const job = new JobFolder();
    const list = '- path: secret/large\n  keys: [value]\n  as: V\n  file: large.txt';
    const kept = await main({ secrets: list }, { job });
    const path = kept.outputs['V']!;
    expect(readFileSync(path, 'utf8')).toHaveLength(140_000);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    await post({ secrets: list }, { job, state: kept.state });
    expect(existsSync(path)).toBe(false);
    job.remove();
  });

  test('a NUL is refused, and nothing is handed over', async () => {
    await scene.bao.api('secret/data/nul', { data: { value: 'before\0after' } });
    const result = await main({ secrets: 'secret/nul value | V ; secret/ci npm_token' });
    expect(result.code).toBe(1);
    expect(result.raw).toContain('NUL');
    expect([result.outputs, result.environment, result.state]).toEqual([{}, {}, {}]);
    expect(result.raw).toContain('Revoked: the Vault token');
  });

  test('a wildcard never defines a variable that steers programs', async () => {
    const value = makeSecret('plain');
    const data = {
      PATH: '/tmp/evil-bin',
      ld_preload: '/tmp/evil.so',
      GIT_SSH: '/tmp/evil-ssh',
      plain: value,
    };
    await scene.bao.api('secret/data/planted', { data });
    const result = await main({ secrets: 'secret/data/planted *', exportEnv: 'true' });
    expect(result.code).toBe(0);
    expect(Object.keys(result.environment)).toEqual(['PLAIN']);
    expect(result.raw).toMatch(
      /environment variables.*: (?=.*\bPATH\b)(?=.*\bLD_PRELOAD\b)(?=.*\bGIT_SSH\b)/,
    );
  });

  test('integers beyond 2^53 of KV 1 keep their digits', async () => {
    await fetch(`${scene.bao.address}/v1/old/numbers`, {
      method: 'POST',
      headers: { 'x-vault-token': scene.bao.rootToken },
      body: '{"id": 12345678901234567890, "nested": {"id": 9007199254740993}}',
    });
    const result = await main({ secrets: 'old/numbers id | ID ; old/numbers nested.id | NESTED' });
    expect(result.outputs).toMatchObject({ ID: '12345678901234567890', NESTED: '9007199254740993' });
  });

  test('a script alone gets the secrets, and the login is given back at once', async () => {
    const run =
      'test "$NPM_TOKEN" = "$(cat expected)" || exit 3\necho "token $NPM_TOKEN"\nenv | grep -c INPUT_ || true';
    const job = new JobFolder();
    const { writeFileSync } = await import('node:fs');
    writeFileSync(`${job.workspace}/expected`, scene.values.npm_token);
    const result = await main({ secrets: 'secret/ci npm_token', run }, { job });
    expect(result.code).toBe(0);
    expect(result.outputs['npm_token']).toBeUndefined();
    expect(result.raw.indexOf('::add-mask::')).toBeLessThan(result.raw.indexOf('token npm-'));
    expect(result.raw).toContain('Revoked: the Vault token');
    expect(result.files).toEqual([]);
    job.remove();
  });

  test('a whole tree', async () => {
    await scene.bao.api('secret/data/tree/a', { data: { one: makeSecret('one') } });
    await scene.bao.api('secret/data/tree/b/c', { data: { two: makeSecret('two') } });
    const result = await main({
      secrets: '- path: secret/tree\n  list: true\n  as: T_',
      expose: 'outputs env',
    });
    expect(result.code).toBe(0);
    expect(Object.keys(result.environment).sort()).toEqual(['T_A_ONE', 'T_B_C_TWO']);
  });

  test('missing things are errors with their place, unless they may be missing', async () => {
    const strict = await main({ secrets: 'secret/ci nope | X' });
    expect(strict.code).toBe(1);
    expect(strict.raw).toContain('has no key `nope`; it has `access.key`, `legacy`, `npm_token`');
    const lenient = await main({
      secrets: 'secret/ci nope | X ; secret/nowhere x ; secret/ci npm_token',
      ignoreNotFound: 'true',
    });
    expect(lenient.code).toBe(0);
    expect(Object.keys(lenient.outputs)).toContain('npm_token');
    const fallback = await main({ secrets: '- { path: secret/nowhere, keys: [x], default: fallback }' });
    expect(fallback.outputs['x']).toBe('fallback');
  });

  test('all or nothing: a denied path among good ones, explained', async () => {
    const result = await main({ secrets: 'secret/ci npm_token ; secret/data/denied x', exportEnv: 'true' });
    expect(result.code).toBe(1);
    expect(result.raw).toContain('vault/denied');
    expect(result.raw).toContain('secret/data/denied');
    expect([result.outputs, result.environment, result.state]).toEqual([{}, {}, {}]);
    expect(result.raw).toContain('Revoked: the Vault token');
  });
});
