import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { entraFaults, type EntraFault } from '../../twins/entra/index.ts';
import { type BundleResult, everythingReadable, JobFolder } from '../run-bundle.ts';
import { type AzureScene, clientId, startAzureScene, tenantId } from './azure-scene.ts';

let scene: AzureScene;
const jobs: JobFolder[] = [];
afterEach(async () => {
  await scene.close();
  for (const job of jobs.splice(0)) job.remove();
});

function expectNoSecret(result: BundleResult): void {
  const readable = everythingReadable(result);
  const secrets = [
    ...scene.entra.issued,
    ...scene.github.issued.flatMap((token) => [token, token.split('.')[2]!]),
    scene.github.endpoint!.bearer,
  ];
  for (const secret of secrets) expect(readable).not.toContain(secret);
}

function expectRefused(result: BundleResult, code: string): void {
  expect(result.raw.match(/^::error title=[^:]+/gm)).toEqual([`::error title=${code}`]);
  expect(result.code).toBe(1);
  expect(result.environment).toEqual({});
  expect(result.outputs).toEqual({});
  expect(result.state).toEqual({});
  expect(result.files).toEqual([]);
  expectNoSecret(result);
}

describe('a login at Azure', () => {
  test('hands over what the tools read, and takes all of it back', async () => {
    scene = await startAzureScene();
    const job = new JobFolder();
    jobs.push(job);
    const main = await scene.main({ job });
    expect(main.code).toBe(0);
    const path = main.environment['AZURE_FEDERATED_TOKEN_FILE']!;
    expect(main.environment).toEqual({
      AZURE_CLIENT_ID: clientId,
      AZURE_TENANT_ID: tenantId,
      AZURE_AUTHORITY_HOST: `${scene.entra.origin}/`,
      AZURE_FEDERATED_TOKEN_FILE: path,
      ARM_CLIENT_ID: clientId,
      ARM_TENANT_ID: tenantId,
      ARM_ENVIRONMENT: 'public',
      ARM_USE_OIDC: 'true',
      AZCOPY_AUTO_LOGIN_TYPE: 'WORKLOAD',
      AAD_LOGIN_METHOD: 'workloadidentity',
    });
    expect(path.startsWith(job.temporary)).toBe(true);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(path, '..')).mode & 0o777).toBe(0o700);
    expect([readFileSync(path, 'utf8')]).toEqual(scene.github.issued);
    expect(main.masks).toEqual(expect.arrayContaining([...scene.entra.issued, ...scene.github.issued]));
    expect(main.outputs).toMatchObject({ authenticated: 'true', 'azure-federated-token-file': path });
    expect(main.outputs).not.toHaveProperty('azure-access-token');
    expectNoSecret(main);
    scene.entra.expectStrict();
    scene.github.expectStrict();
    expect(scene.entra.calls).toEqual([
      { tenant: tenantId, clientId, scope: 'https://management.azure.com/.default', outcome: 0 },
    ]);

    const post = await scene.post(main, { job });
    expect(post.code).toBe(0);
    expect(new Set(Object.values(post.environment))).toEqual(new Set(['']));
    expect(Object.keys(post.environment).sort()).toEqual(Object.keys(main.environment).sort());
    expect(post.files).toEqual([]);
    expectNoSecret(post);
  });

  test('gives one token for each scope, as outputs, and the subscription', async () => {
    scene = await startAzureScene();
    const subscription = '99999999-0000-0000-0000-000000000000';
    const main = await scene.main({
      inputs: {
        expose: 'env outputs',
        'azure-scopes': 'https://management.azure.com/.default\nhttps://vault.azure.net/.default',
        'subscription-id': subscription,
      },
    });
    const [first, second] = scene.entra.issued;
    expect(main.outputs['azure-access-token']).toBe(first);
    expect(JSON.parse(main.outputs['azure-access-tokens']!)).toEqual({
      'https://management.azure.com/.default': first,
      'https://vault.azure.net/.default': second,
    });
    expect(main.environment).toMatchObject({
      AZURE_SUBSCRIPTION_ID: subscription,
      ARM_SUBSCRIPTION_ID: subscription,
    });
    expect(scene.entra.calls).toHaveLength(2);
    expectNoSecret(main);
  });

  test('of which the second scope is refused hands over nothing', async () => {
    scene = await startAzureScene();
    const main = await scene.main({
      inputs: {
        expose: 'env outputs',
        'azure-scopes': 'https://management.azure.com/.default, https://unknown.example/.default',
      },
    });
    expectRefused(main, 'exchange/request-invalid');
    expect(scene.entra.issued).toHaveLength(1);
  });

  test('gives file and variables to one script alone', async () => {
    scene = await startAzureScene();
    const main = await scene.main({
      inputs: { run: 'test -s "$AZURE_FEDERATED_TOKEN_FILE" && echo "as $AZURE_CLIENT_ID"' },
    });
    expect(main.shown).toContain(`as ${clientId}`);
    expect(main.code).toBe(0);
    expect(main.environment).toEqual({});
    expect(main.files).toEqual([]);
    expectNoSecret(main);
  });

  test('empties what an earlier login left, and restores it', async () => {
    scene = await startAzureScene();
    const earlier = {
      AZURE_CLIENT_SECRET: 'earlier',
      ARM_CLIENT_ID: 'earlier',
      ARM_OIDC_REQUEST_URL: 'planted',
    };
    const main = await scene.main({ environment: earlier });
    expect(main.environment).toMatchObject({
      AZURE_CLIENT_SECRET: '',
      ARM_OIDC_REQUEST_URL: '',
      ARM_CLIENT_ID: clientId,
    });
    expect((await scene.post(main)).environment).toMatchObject(earlier);
  });

  test.each([
    ['azure-cloud', { 'azure-cloud': 'china' }],
    ['environment, as azure/login has it', { environment: 'AzureChinaCloud' }],
  ])('asks the cloud of %s for its own audience and scope', async (_, inputs) => {
    scene = await startAzureScene({ audience: 'api://AzureADTokenExchangeChina' });
    const main = await scene.main({ inputs });
    expect(main.code).toBe(0);
    expect(main.environment['ARM_ENVIRONMENT']).toBe('china');
    expect(scene.entra.calls[0]!.scope).toBe('https://management.chinacloudapi.cn/.default');
  });

  test('takes the inputs of azure/login as they are', async () => {
    scene = await startAzureScene();
    const main = await scene.main({
      inputs: {
        'client-id': clientId.toUpperCase(),
        environment: 'azurecloud',
        audience: 'api://AzureADTokenExchange',
        'auth-type': 'SERVICE_PRINCIPAL',
        'enable-AzPSSession': 'false',
        'allow-no-subscriptions': 'true',
      },
    });
    expect(main.code).toBe(0);
    expect(main.environment['AZURE_CLIENT_ID']).toBe(clientId);
  });

  test.each<[string, Record<string, string>, string]>([
    ['no tenant', { 'tenant-id': '' }, 'inputs/missing'],
    ['a client by its name', { 'client-id': 'deploy' }, 'inputs/invalid'],
    ['a GUID in braces', { 'client-id': `{${clientId}}` }, 'inputs/invalid'],
    ['a tenant by its domain', { 'tenant-id': 'contoso.onmicrosoft.com' }, 'inputs/invalid'],
    ['the tenant `common`', { 'tenant-id': 'common' }, 'inputs/invalid'],
    ['a subscription that is none', { 'subscription-id': 'x' }, 'inputs/invalid'],
    ['a cloud with a typo', { 'azure-cloud': 'puplic' }, 'inputs/invalid'],
    ['two clouds', { 'azure-cloud': 'china', environment: 'azurecloud' }, 'inputs/conflict'],
    [
      'a scope of another cloud',
      { 'azure-scopes': 'https://management.chinacloudapi.cn/.default' },
      'inputs/conflict',
    ],
    ['a scope of a user', { 'azure-scopes': 'User.Read' }, 'inputs/invalid'],
    ['two scopes in one', { 'azure-scopes': 'https://a/.default https://b/.default' }, 'inputs/invalid'],
    [
      'an authority with a tenant',
      { 'azure-authority-host': 'https://login.example.com/x' },
      'inputs/invalid',
    ],
    ['a secret', { creds: '{}' }, 'inputs/unsupported'],
    ['a managed identity', { 'auth-type': 'IDENTITY' }, 'inputs/unsupported'],
    ['a session of PowerShell', { 'enable-AzPSSession': 'true' }, 'inputs/unsupported'],
    [
      'the inputs of AWS beside its own',
      { 'role-to-assume': 'arn:aws:iam::000000000000:role/x' },
      'inputs/conflict',
    ],
  ])('refuses %s before any request', async (_, inputs, code) => {
    scene = await startAzureScene();
    expectRefused(await scene.main({ inputs }), code);
    expect(scene.github.requests).toEqual([]);
  });

  test('refuses an authority in clear text before it is asked', async () => {
    scene = await startAzureScene();
    expectRefused(
      await scene.main({ inputs: { 'azure-authority-host': 'http://login.example.com' } }),
      'http/insecure-url',
    );
  });
});

/** What each fault comes to, and after how many calls. */
const permanent: readonly (readonly [fault: EntraFault, code: string, calls: number])[] = [
  ['AADSTS70021', 'exchange/denied', 1],
  ['AADSTS700213', 'exchange/denied', 1],
  ['AADSTS7002138', 'exchange/denied', 1],
  ['AADSTS700211', 'exchange/denied', 1],
  ['AADSTS700212', 'exchange/denied', 1],
  ['AADSTS70025', 'exchange/denied', 1],
  ['AADSTS53003', 'exchange/denied', 1],
  ['AADSTS50034', 'exchange/denied', 1],
  ['AADSTS7000112', 'exchange/denied', 1],
  ['AADSTS700024', 'exchange/token-rejected', 2],
  ['AADSTS50013', 'exchange/token-rejected', 1],
  ['AADSTS50027', 'exchange/token-rejected', 1],
  ['AADSTS700027', 'exchange/token-rejected', 1],
  ['AADSTS700016', 'exchange/request-invalid', 1],
  ['AADSTS700038', 'exchange/request-invalid', 1],
  ['AADSTS90002', 'exchange/request-invalid', 1],
  ['AADSTS900023', 'exchange/request-invalid', 1],
  ['AADSTS900382', 'exchange/request-invalid', 1],
  ['AADSTS500011', 'exchange/request-invalid', 1],
  ['AADSTS70011', 'exchange/request-invalid', 1],
  ['AADSTS1002012', 'exchange/request-invalid', 1],
  ['AADSTS99999', 'exchange/request-invalid', 1],
  ['malformed', 'exchange/bad-answer', 1],
  ['html', 'exchange/bad-answer', 1],
  ['empty', 'exchange/bad-answer', 1],
  ['token-missing', 'exchange/bad-answer', 1],
  ['token-of-two-lines', 'exchange/bad-answer', 1],
  ['already-expired', 'exchange/bad-answer', 1],
  ['no-bearer', 'exchange/bad-answer', 1],
  ['redirect', 'exchange/bad-answer', 1],
  ['huge', 'http/too-large', 1],
];
const transient: readonly EntraFault[] = ['AADSTS90033', 'throttled', 'server-error', 'reset'];
const endless: readonly (readonly [fault: EntraFault, code: string])[] = [
  ['AADSTS90033', 'exchange/unavailable'],
  ['throttled', 'exchange/unavailable'],
  ['server-error', 'exchange/unavailable'],
  ['silent', 'http/deadline'],
  ['slow-drip', 'http/deadline'],
];

describe('Entra that fails', () => {
  test('has a row for every fault', () => {
    const rows = [...permanent.map(([fault]) => fault), ...transient, ...endless.map(([fault]) => fault)];
    expect([...new Set(rows)].sort()).toEqual([...entraFaults].sort());
  });

  test.each(permanent)('%s is %s after %d calls, at once', async (fault, code, calls) => {
    scene = await startAzureScene();
    scene.entra.fail(fault);
    const main = await scene.main();
    expectRefused(main, code);
    expect(scene.entra.calls).toHaveLength(calls);
    expect(main.raw).not.toMatch(/^::error::b/m);
  });

  test.each(transient)('%s twice is overcome', async (fault) => {
    scene = await startAzureScene();
    scene.entra.fail(fault, 2);
    expect((await scene.main()).code).toBe(0);
    expect(scene.entra.calls).toHaveLength(3);
  });

  test.each(endless)('%s without end is told within the deadline', async (fault, code) => {
    scene = await startAzureScene();
    scene.entra.fail(fault);
    const main = await scene.main({ inputs: { 'timeout-seconds': '2' } });
    expectRefused(main, code);
    expect(main.milliseconds).toBeLessThan(20_000);
  });

  test('an expired assertion is replaced once, and the file holds the one that was accepted', async () => {
    scene = await startAzureScene();
    scene.entra.fail('AADSTS700024', 1);
    const job = new JobFolder();
    jobs.push(job);
    const main = await scene.main({ job });
    expect(main.code).toBe(0);
    expect(scene.github.issued).toHaveLength(2);
    expect(readFileSync(main.environment['AZURE_FEDERATED_TOKEN_FILE']!, 'utf8')).toBe(
      scene.github.issued[1],
    );
    expect(main.masks).toEqual(expect.arrayContaining([...scene.github.issued]));
  });
});

describe('a denial names the likeliest condition and our value of it', () => {
  test.each<[string, Parameters<typeof startAzureScene>[0], RegExp]>([
    [
      'another case',
      { subject: 'repo:My-Org/app:ref:refs/heads/main' },
      /change the subject of the federated credential to `repo:my-org\/app:ref:refs\/heads\/main`/,
    ],
    [
      'an environment',
      { github: { scenario: 'environment' } },
      /exactly `repo:my-org\/app:environment:production`/,
    ],
    [
      'the immutable form',
      { github: { subjectForm: 'immutable' } },
      /not \(other form\) +repo:my-org\/app:ref/,
    ],
    [
      'another audience',
      { audience: 'api://other' },
      /audience of the federated credential to `api:\/\/AzureADTokenExchange`/,
    ],
    ['no credential', { subject: null }, /has no federated credential at all/],
  ])('%s', async (_, options, text) => {
    scene = await startAzureScene(options);
    const main = await scene.main();
    expectRefused(main, 'exchange/denied');
    expect(main.shown).toMatch(text);
  });

  test.each<[string, Record<string, string>, RegExp]>([
    ['another tenant', { 'tenant-id': clientId }, /Check `tenant-id` \(11111111-/],
    ['another application', { 'client-id': tenantId }, /Check `client-id` \(aaaaaaaa-.*not the object id/],
  ])('%s', async (_, inputs, text) => {
    scene = await startAzureScene();
    const main = await scene.main({ inputs });
    expectRefused(main, 'exchange/request-invalid');
    expect(main.shown).toMatch(text);
  });
});

describe('explain and probe', () => {
  test('the credential that explain prints admits this run and no other', async () => {
    scene = await startAzureScene({ subject: null });
    const claims = `${scene.inputs['claims']}\nref: refs/heads/main\nevent_name: push`;
    const explained = await scene.main({ inputs: { mode: 'explain', claims } });
    expect(explained.code).toBe(0);
    expect(scene.entra.calls).toEqual([]);
    expect(explained.shown).toContain('event_name: Entra compares issuer');
    expect(explained.shown).not.toContain('ref: Entra compares');
    const [, text] = /--parameters '(\{[\s\S]*?\n\})'/.exec(explained.summary)!;
    const { subject } = JSON.parse(text!) as { subject: string };
    await scene.close();
    scene = await startAzureScene({ subject });
    expect((await scene.main()).code).toBe(0);
    await scene.close();
    scene = await startAzureScene({ subject, github: { names: { branch: 'feature' } } });
    expectRefused(await scene.main(), 'exchange/denied');
  });

  test('probe holds where the audience is checked', async () => {
    scene = await startAzureScene();
    const probed = await scene.main({ inputs: { mode: 'probe' } });
    expect(probed.code).toBe(0);
    expect(probed.environment).toEqual({});
    expect(probed.files).toEqual([]);
    expect(scene.entra.calls.map(({ outcome }) => outcome)).toEqual([0, 700212]);
  });
});
