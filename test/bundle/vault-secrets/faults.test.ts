import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { provideOpenBao } from '../../peers/openbao.ts';
import { type BundleRun, everythingReadable, runBundle } from '../run-bundle.ts';
import { type Fault, type FaultyRelay, startFaultyRelay } from './faulty-relay.ts';
import { startVaultScene, type VaultScene } from './vault-scene.ts';

const peer = await provideOpenBao();
const whenThere = 'missing' in peer ? describe.skip : describe;

whenThere('vault-secrets through a faulty network', () => {
  let scene: VaultScene;
  let relay: FaultyRelay;
  beforeAll(async () => {
    scene = await startVaultScene();
    relay = await startFaultyRelay(scene.bao.address);
    for (let index = 0; index < 50; index += 1) {
      await scene.bao.api(`secret/data/p${index}`, { data: { key: `${scene.values.npm_token}-${index}` } });
    }
  });
  afterAll(async () => {
    await relay.close();
    await scene.close();
  });

  const fifty = Array.from({ length: 50 }, (_, index) => `secret/p${index} key | P${index}`).join(' ;\n');
  const run = (inputs: Record<string, string> = {}, more: Partial<BundleRun> = {}) =>
    runBundle({
      bundle: 'vault-secrets/main',
      inputs: {
        ...scene.inputs,
        url: relay.origin,
        secrets: fifty,
        exportEnv: 'true',
        'timeout-seconds': '8',
        ...inputs,
      },
      ...more,
      environment: { ...scene.environment, ...more.environment },
    });

  const isLogin = (request: string) => request.endsWith('/login');
  const isSecret = (request: string) => request.endsWith('/data/p30');
  const answer = (status: number, body: string, headers?: Record<string, string>): Fault => ({
    does: 'answer',
    status,
    body,
    ...(headers === undefined ? {} : { headers }),
  });

  test.each<{
    name: string;
    at: (request: string) => boolean;
    fault: Fault;
    code: string;
    inputs?: Record<string, string>;
  }>([
    {
      name: 'a silent login',
      at: isLogin,
      fault: { does: 'stay-silent' },
      code: 'http/',
      inputs: { 'timeout-seconds': '2' },
    },
    {
      name: 'a silent read',
      at: isSecret,
      fault: { does: 'stay-silent' },
      code: 'http/',
      inputs: { 'timeout-seconds': '2' },
    },
    { name: 'resets in the middle of 50 reads', at: isSecret, fault: { does: 'reset' }, code: 'http/' },
    {
      name: 'a redirect of the login',
      at: isLogin,
      fault: answer(307, '', { location: 'http://127.0.0.1:1/v1/x' }),
      code: 'vault/redirect',
    },
    {
      name: 'a redirect of a read',
      at: isSecret,
      fault: answer(307, '', { location: 'http://127.0.0.1:1/v1/x' }),
      code: 'vault/redirect',
    },
    {
      name: 'HTML',
      at: isSecret,
      fault: answer(200, '<html>Sign in</html>', { 'content-type': 'text/html' }),
      code: 'vault/',
    },
    {
      name: 'JSON that is cut off',
      at: isSecret,
      fault: answer(200, '{"data": {"data": {"key": "abc'),
      code: 'vault/',
    },
    {
      name: 'an answer of 100 MB',
      at: isSecret,
      fault: { does: 'flood', bytes: 100 * 1024 * 1024 },
      code: 'http/too-large',
    },
    {
      name: 'a sealed server',
      at: isLogin,
      fault: answer(503, '{"errors":["Vault is sealed"]}'),
      code: 'vault/sealed',
    },
    {
      name: 'a rate limit that lasts',
      at: isSecret,
      fault: answer(429, '{"errors":["request path kv: rate limit quota exceeded"]}', {
        'retry-after': '30',
      }),
      code: 'http/retry-after',
    },
    {
      name: 'a denied path',
      at: isSecret,
      fault: answer(403, '{"errors":["1 error occurred: permission denied"]}'),
      code: 'vault/denied',
    },
  ])('$name: nothing is written, nothing stays alive', async ({ at, fault, code, inputs = {} }) => {
    relay.misbehave((request) => (at(request) ? fault : undefined));
    const result = await run(inputs);
    expect(result.code).toBe(1);
    expect(result.raw).toContain(`::error title=${code}`);
    expect([result.outputs, result.environment, result.state, result.files]).toEqual([{}, {}, {}, []]);
    expect(everythingReadable(result)).not.toContain(scene.values.npm_token);
    expect(await scene.alive()).toEqual([]);
    expect(result.milliseconds).toBeLessThan(15_000);
  });

  test.each<{ name: string; fault: Fault }>([
    { name: '503', fault: answer(503, '{"errors":["upstream"]}') },
    {
      name: '412 of a replica that is behind',
      fault: answer(412, '{"errors":["required index state not present"]}'),
    },
    { name: 'a reset', fault: { does: 'reset' } },
    { name: 'a rate limit', fault: answer(429, '{"errors":[]}', { 'retry-after': '0' }) },
  ])('$name once is overcome', async ({ fault }) => {
    relay.misbehave((request, count) => (isSecret(request) && count === 1 ? fault : undefined));
    const result = await run();
    expect(result.code).toBe(0);
    expect(Object.keys(result.environment)).toHaveLength(50);
    for (const accessor of await scene.alive()) {
      await scene.bao.api('auth/token/revoke-accessor', { accessor });
    }
  });

  test('a login whose answer is lost is not repeated, and recorded with what may live', async () => {
    relay.misbehave((request) => (isLogin(request) ? { does: 'lose-answer' } : undefined));
    const result = await run();
    expect(result.code).toBe(1);
    expect(relay.seen.filter(isLogin)).toHaveLength(1);
    expect(result.audit.join('\n')).toContain('a token may live');
    for (const accessor of await scene.alive()) {
      await scene.bao.api('auth/token/revoke-accessor', { accessor });
    }
  });

  test.each([
    ['while logging in', isLogin],
    ['while reading', isSecret],
  ])('a cancellation %s leaves nothing', async (_name, at) => {
    relay.misbehave((request) => (at(request) ? { does: 'stay-silent' } : undefined));
    const result = await run({}, { interrupt: () => relay.seen.some(at) });
    expect(result.code).not.toBe(0);
    expect([result.outputs, result.environment, result.state, result.files]).toEqual([{}, {}, {}, []]);
    expect(await scene.alive()).toEqual([]);
    expect(result.milliseconds).toBeLessThan(20_000);
  });

  test('a planted address, planted trust and a planted proxy change nothing', async () => {
    relay.misbehave(() => undefined);
    const environment = {
      VAULT_ADDR: 'http://127.0.0.1:1',
      VAULT_SKIP_VERIFY: 'true',
      VAULT_TOKEN: 'planted',
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
      NO_PROXY: '127.0.0.1',
      HTTPS_PROXY: 'http://127.0.0.1:1',
    };
    const result = await run({ secrets: 'secret/ci npm_token' }, { environment });
    expect(result.code).toBe(0);
    expect(result.outputs['npm_token']).toBe(scene.values.npm_token);
    expect(result.raw).toContain('NODE_TLS_REJECT_UNAUTHORIZED');
  });

  test('`tlsSkipVerify` is refused before any request', async () => {
    relay.misbehave(() => undefined);
    const result = await run({ tlsSkipVerify: 'true' });
    expect(result.raw).toContain('inputs/unsupported');
    expect(relay.seen).toEqual([]);
  });
});
