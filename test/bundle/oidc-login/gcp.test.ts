import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type BundleResult, JobFolder } from '../run-bundle.ts';
import {
  behind,
  deployer,
  expectNoSecretOf,
  expectRefusedAt,
  type GcpScene,
  middle,
  providerName,
  startGcpScene,
} from './gcp-scene.ts';

let scene: GcpScene;
const jobs: JobFolder[] = [];
afterEach(async () => {
  await scene.close();
  for (const job of jobs.splice(0)) job.remove();
});

const expectNoSecret = (result: BundleResult): void => expectNoSecretOf(scene, result);
const expectRefused = (result: BundleResult, code: string): void => expectRefusedAt(scene, result, code);

describe('a login at Google Cloud', () => {
  test('hands over a private credentials file, and takes all of it back', async () => {
    scene = await startGcpScene();
    const job = new JobFolder();
    jobs.push(job);
    const main = await scene.main({ job, inputs: { 'service-account': deployer } });
    expect(main.code).toBe(0);
    const path = main.environment['GOOGLE_APPLICATION_CREDENTIALS']!;
    expect(main.environment).toEqual({
      GOOGLE_APPLICATION_CREDENTIALS: path,
      GOOGLE_GHA_CREDS_PATH: path,
      CLOUDSDK_AUTH_CREDENTIAL_FILE_OVERRIDE: path,
      CLOUDSDK_CORE_PROJECT: 'my-project',
      GOOGLE_CLOUD_PROJECT: 'my-project',
      GCLOUD_PROJECT: 'my-project',
      GCP_PROJECT: 'my-project',
    });
    const tokenPath = main.outputs['google-subject-token-file']!;
    for (const file of [path, tokenPath]) {
      expect(file.startsWith(job.temporary)).toBe(true);
      expect(statSync(file).mode & 0o777).toBe(0o600);
    }
    expect(statSync(join(path, '..')).mode & 0o777).toBe(0o700);
    expect([readFileSync(tokenPath, 'utf8')]).toEqual(scene.github.issued);
    const file = readFileSync(path, 'utf8');
    expect(JSON.parse(file)).toEqual({
      type: 'external_account',
      universe_domain: 'googleapis.com',
      audience: `//iam.googleapis.com/${providerName}`,
      subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
      token_url: `${scene.gcp.origin}/v1/token`,
      credential_source: { file: tokenPath },
      service_account_impersonation_url: `${scene.gcp.origin}/v1/projects/-/serviceAccounts/${deployer}:generateAccessToken`,
      service_account_impersonation: { token_lifetime_seconds: 900 },
    });
    expect(file).not.toContain(scene.github.endpoint!.bearer);
    expect(main.masks).toEqual(expect.arrayContaining([...scene.gcp.issued, ...scene.github.issued]));
    expect(main.outputs).toMatchObject({ 'project-id': 'my-project', 'google-credentials-file': path });
    expect(main.outputs).not.toHaveProperty('access-token');
    expectNoSecret(main);
    scene.gcp.expectStrict();
    expect(scene.gcp.calls.map(({ parameters }) => parameters)).toEqual([
      expect.objectContaining({ scope: 'https://www.googleapis.com/auth/iam' }),
      { scope: ['https://www.googleapis.com/auth/cloud-platform'], lifetime: '900s', delegates: [] },
    ]);

    const post = await scene.post(main, { job });
    expect(post.code).toBe(0);
    expect(new Set(Object.values(post.environment))).toEqual(new Set(['']));
    expect(Object.keys(post.environment).sort()).toEqual(Object.keys(main.environment).sort());
    expect(post.files).toEqual([]);
  });

  test('is direct without a service account, with the scopes asked for at the STS', async () => {
    scene = await startGcpScene();
    const scopes =
      'https://www.googleapis.com/auth/devstorage.read_only, https://www.googleapis.com/auth/iam';
    const main = await scene.main({ inputs: { expose: 'outputs', 'access-token-scopes': scopes } });
    expect(main.outputs['access-token']).toBe(scene.gcp.issued[0]);
    expect(scene.gcp.calls).toHaveLength(1);
    expect(scene.gcp.calls[0]!.parameters['scope']).toBe(scopes.replace(',', ''));
    expect(Date.parse(main.outputs['expires-at']!) - Date.now()).toBeLessThan(301_000);
  });

  test('sends what the inputs ask for', async () => {
    scene = await startGcpScene();
    const main = await scene.main({
      inputs: {
        'service-account': behind,
        delegates: middle,
        'access-token-lifetime': '1800s',
        'access-token-scopes': 'https://www.googleapis.com/auth/pubsub',
        'request-reason': 'ticket 7',
        'project-id': 'other-project',
      },
    });
    expect(main.code).toBe(0);
    expect(scene.gcp.calls[1]!.parameters).toEqual({
      scope: ['https://www.googleapis.com/auth/pubsub'],
      lifetime: '1800s',
      delegates: [`projects/-/serviceAccounts/${middle}`],
    });
    expect(scene.gcp.calls.map(({ reason }) => reason)).toEqual(['ticket 7', 'ticket 7']);
    expect(main.environment['GOOGLE_CLOUD_PROJECT']).toBe('other-project');
    scene.gcp.expectStrict();
  });

  test.each([true, false])('gives an ID token, with the email: %s', async (includeEmail) => {
    scene = await startGcpScene();
    const main = await scene.main({
      inputs: {
        'service-account': deployer,
        'token-format': 'id_token',
        'id-token-audience': 'https://service.example',
        'id-token-include-email': String(includeEmail),
      },
    });
    const token = main.outputs['id-token']!;
    expect(scene.gcp.issued).toContain(token);
    const claims = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as Record<
      string,
      unknown
    >;
    expect(claims['aud']).toBe('https://service.example');
    expect(claims['email']).toBe(includeEmail ? deployer : undefined);
    expectNoSecret(main);
  });

  test('asks another universe by its own names', async () => {
    scene = await startGcpScene({ gcp: { universe: 'example.goog' } });
    const main = await scene.main({ inputs: { universe: 'example.goog' } });
    expect(main.code).toBe(0);
    expect(scene.gcp.calls[0]!.parameters['audience']).toBe(`//iam.example.goog/${providerName}`);
    expect(main.environment).toMatchObject({
      CLOUDSDK_CORE_UNIVERSE_DOMAIN: 'example.goog',
      GOOGLE_CLOUD_UNIVERSE_DOMAIN: 'example.goog',
    });
  });

  test('takes the inputs of google-github-actions/auth as they are', async () => {
    scene = await startGcpScene();
    const main = await scene.main({
      inputs: {
        'workload-identity-provider': '',
        workload_identity_provider: providerName,
        service_account: deployer,
        project_id: 'p-from-input',
        token_format: 'access_token',
        access_token_lifetime: '600s',
        access_token_scopes: 'https://www.googleapis.com/auth/pubsub',
        request_reason: 'r',
        create_credentials_file: 'true',
        export_environment_variables: 'false',
        cleanup_credentials: 'true',
      },
    });
    expect(main.code).toBe(0);
    expect(main.outputs).toMatchObject({ access_token: scene.gcp.issued[1], project_id: 'p-from-input' });
    expect(main.environment).toEqual({});
    expect(scene.gcp.calls[1]).toMatchObject({ parameters: { lifetime: '600s' }, reason: 'r' });
  });

  test('takes the names of its ID token inputs, too', async () => {
    scene = await startGcpScene();
    const main = await scene.main({
      inputs: {
        service_account: deployer,
        token_format: 'id_token',
        id_token_audience: 'https://service.example',
        id_token_include_email: 'true',
      },
    });
    expect(scene.gcp.calls[1]!.parameters).toMatchObject({
      audience: 'https://service.example',
      includeEmail: true,
    });
    expect(main.outputs['id_token']).toBe(scene.gcp.issued[1]);
  });

  test('gives the file to one script alone', async () => {
    scene = await startGcpScene();
    const main = await scene.main({
      inputs: { run: 'grep -c external_account "$GOOGLE_APPLICATION_CREDENTIALS"' },
    });
    expect(main.code).toBe(0);
    expect(main.environment).toEqual({});
    expect(main.files).toEqual([]);
  });

  test.each<[string, Record<string, string>, string]>([
    [
      'the audience for the name',
      { 'workload-identity-provider': `//iam.googleapis.com/${providerName}` },
      'It is the audience',
    ],
    [
      'the audience as a URL',
      { 'workload-identity-provider': `https://iam.googleapis.com/${providerName}` },
      'It is the audience',
    ],
    [
      'the id of the project',
      { 'workload-identity-provider': providerName.replace('123456789012', 'my-project') },
      'needs the number',
    ],
    [
      'the pool alone',
      { 'workload-identity-provider': providerName.replace('/providers/github', '') },
      'names the pool only',
    ],
    ['a slash at the end', { 'workload-identity-provider': `${providerName}/` }, 'A slash stands at its end'],
    [
      'another location',
      { 'workload-identity-provider': providerName.replace('global', 'europe-west1') },
      'location `global`',
    ],
    [
      'a typo in a segment',
      { 'workload-identity-provider': providerName.replace('Pools', 'Pool') },
      '4 to 32',
    ],
    ['something else', { 'workload-identity-provider': 'github' }, 'does not begin with'],
  ])('refuses %s, and says which mistake it is', async (_, inputs, text) => {
    scene = await startGcpScene();
    const main = await scene.main({ inputs });
    expectRefused(main, 'inputs/invalid');
    expect(main.shown).toContain(text);
    expect(scene.github.requests).toEqual([]);
  });

  test.each<[string, Record<string, string>, string]>([
    ['a service account by its name', { 'service-account': 'deploy' }, 'inputs/invalid'],
    ['a service account with a path', { 'service-account': `${deployer}/../x` }, 'inputs/invalid'],
    ['a delegate that is none', { 'service-account': deployer, delegates: 'x' }, 'inputs/invalid'],
    [
      'a lifetime out of range',
      { 'service-account': deployer, 'access-token-lifetime': '99999' },
      'inputs/invalid',
    ],
    ['a lifetime in hours', { 'service-account': deployer, 'access-token-lifetime': '1h' }, 'inputs/invalid'],
    ['a lifetime of a direct token', { 'access-token-lifetime': '900' }, 'inputs/conflict'],
    ['delegates of a direct token', { delegates: middle }, 'inputs/conflict'],
    [
      'an ID token without an account',
      { 'token-format': 'id_token', 'id-token-audience': 'x' },
      'inputs/conflict',
    ],
    [
      'an ID token for nobody',
      { 'service-account': deployer, 'token-format': 'id_token' },
      'inputs/conflict',
    ],
    [
      'an audience without an ID token',
      { 'service-account': deployer, 'id-token-audience': 'x' },
      'inputs/conflict',
    ],
    ['a format that does not exist', { 'token-format': 'jwt' }, 'inputs/invalid'],
    ['a short scope', { 'access-token-scopes': 'cloud-platform' }, 'inputs/invalid'],
    ['a universe that is a URL', { universe: 'https://example.goog' }, 'inputs/invalid'],
    ['an endpoint with a path', { 'gcp-sts-endpoint': 'https://sts.example.com/v1' }, 'inputs/invalid'],
    [
      'two names with two values',
      { service_account: middle, 'service-account': deployer },
      'inputs/conflict',
    ],
    ['a static key', { credentials_json: '{}' }, 'inputs/unsupported'],
    ['a person', { access_token_subject: 'a@example.com' }, 'inputs/unsupported'],
    ['to leave things behind', { cleanup_credentials: 'false' }, 'inputs/unsupported'],
    ['the inputs of Azure beside its own', { 'tenant-id': 'x' }, 'inputs/conflict'],
  ])('refuses %s before any request', async (_, inputs, code) => {
    scene = await startGcpScene();
    expectRefused(await scene.main({ inputs }), code);
    expect(scene.github.requests).toEqual([]);
  });
});
