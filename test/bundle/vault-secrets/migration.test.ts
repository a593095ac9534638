import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type OpenBao, provideOpenBao, startOpenBao } from '../../peers/openbao.ts';
import { runBundle } from '../run-bundle.ts';
import { migrationExamples } from './migration-table.ts';
import { makeSecret } from './vault-scene.ts';

const peer = await provideOpenBao();
const whenThere = 'missing' in peer ? describe.skip : describe;

whenThere("the examples of vault-action's documentation, with `exportEnv: true`", () => {
  let bao: OpenBao;
  const stored = new Map<string, string>();

  async function store(path: string, keys: readonly string[], namespace?: string): Promise<void> {
    const data = Object.fromEntries(
      keys.map((key) => [key, stored.get(`${path} ${key}`) ?? makeSecret(key)]),
    );
    for (const [key, value] of Object.entries(data)) stored.set(`${path} ${key}`, value);
    const body = path.includes('/data/') ? { data } : data;
    await bao.api(path, body, namespace === undefined ? {} : { namespace });
  }

  beforeAll(async () => {
    bao = await startOpenBao();
    await store('secret/data/ci', ['npmToken', 'npm_token']);
    await store('secret/data/ci/aws', ['accessKey', 'secretKey']);
    await store('cubbyhole/foo', ['foo', 'zip']);
    await bao.api('sys/namespaces/namespace-1', {});
    await bao.api(
      'sys/mounts/secret',
      { type: 'kv', options: { version: '2' } },
      { namespace: 'namespace-1' },
    );
    // A fresh KV 2 mount is upgraded in the background.
    for (let attempt = 0; attempt < 50; attempt += 1) {
      try {
        await store('secret/data/ci/aws', ['accessKey', 'secretKey'], 'namespace-1');
        break;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  });
  afterAll(() => bao.stop());

  test.each(migrationExamples)('$name', async ({ inputs, outputs, variables }) => {
    const result = await runBundle({
      bundle: 'vault-secrets/main',
      inputs: { url: bao.address, token: bao.rootToken, exportEnv: 'true', ...inputs },
    });
    expect(result.raw).not.toContain('::error');
    const valuesOf = (names: Readonly<Record<string, string>>) =>
      Object.fromEntries(Object.entries(names).map(([name, source]) => [name, stored.get(source)]));
    const { secrets: _secrets, ...own } = result.outputs;
    expect(own).toEqual(valuesOf(outputs));
    expect(result.environment).toEqual(valuesOf(variables));
  });

  test('the token as output and variable', async () => {
    const result = await runBundle({
      bundle: 'vault-secrets/main',
      inputs: { url: bao.address, token: bao.rootToken, outputToken: 'true', exportToken: 'true' },
    });
    expect(result.outputs['vault_token']).toBe(bao.rootToken);
    expect(result.environment).toEqual({ VAULT_TOKEN: bao.rootToken });
    expect(result.shown).not.toContain(bao.rootToken);
  });
});
