import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { everythingReadable, JobFolder, runBundle, type BundleResult } from '../bundle/run-bundle.ts';
import { type Ministack, provideMinistack, startMinistack } from '../peers/ministack.ts';
import { providePythonClients, runAwsCli, runBoto3 } from '../peers/python-clients.ts';
import { type GitHubTwin, startGitHubTwin } from '../twins/github/index.ts';

const server = await provideMinistack();
const clients = await providePythonClients();
const missing = [server, clients].flatMap((peer) => ('missing' in peer ? [peer.missing] : []));
const whenThere = missing.length > 0 ? describe.skip : describe;

const audience = 'sts.amazonaws.com';
const whoAmI = 'import boto3; print(boto3.client("sts").get_caller_identity()["Arn"])';

/** An account of somebody else's making, and the clients that users read a login with. */
whenThere(['oidc-login at ministack', ...missing].join(': '), () => {
  let aws: Ministack;
  let github: GitHubTwin;
  const jobs: JobFolder[] = [];

  beforeAll(async () => {
    aws = await startMinistack();
    github = await startGitHubTwin();
    const { repository } = github.scenario.claims;
    const role = { issuer: github.issuer, audience };
    await aws.createRole({ ...role, name: 'deploy', subjects: [`repo:${repository}:ref:refs/heads/main`] });
    await aws.createRole({ ...role, name: 'release', subjects: [`repo:${repository}:ref:refs/tags/*`] });
  }, 60_000);

  afterAll(async () => {
    for (const job of jobs) job.remove();
    await aws?.stop();
    await github?.close();
  });

  async function login(inputs: Readonly<Record<string, string>>): Promise<BundleResult> {
    const job = new JobFolder();
    jobs.push(job);
    return runBundle({
      bundle: 'oidc-login/main',
      environment: github.environment,
      event: github.scenario.event,
      job,
      inputs: {
        'role-to-assume': `arn:aws:iam::${aws.account}:role/deploy`,
        'aws-region': 'eu-central-1',
        'sts-endpoint': aws.address,
        claims: `repository_id: "${github.scenario.claims['repository_id']}"`,
        issuer: github.issuer,
        ...inputs,
      },
    });
  }

  /** What a later step has: the variables that the login wrote, and where the account is. */
  function laterStep(result: BundleResult): Record<string, string> {
    const { env } = clients as Exclude<typeof clients, { missing: string }>;
    return { ...env, ...result.environment, AWS_ENDPOINT_URL: aws.address };
  }

  const session = /^arn:aws:sts::000000000000:assumed-role\/deploy\/gha-\d+-\d+-[\w.-]+$/;

  test.each([
    { name: 'environment', inputs: {} },
    { name: 'private files', inputs: { expose: 'files' } },
    { name: 'private files, with a profile of their own', inputs: { 'aws-profile': 'deploy' } },
  ])(
    'boto3 and the AWS CLI read the login from the $name',
    async ({ inputs }) => {
      const result = await login(inputs);
      expect({ code: result.code, shown: result.code === 0 ? '' : result.shown }).toEqual({
        code: 0,
        shown: '',
      });
      if ('missing' in clients) throw new Error(clients.missing);
      const env = laterStep(result);
      expect((await runBoto3(clients, whoAmI, env)).trim()).toMatch(session);
      const answer = await runAwsCli(
        clients,
        ['sts', 'get-caller-identity', '--query', 'Arn', '--output', 'text'],
        env,
      );
      expect(answer.trim()).toMatch(session);
      const secrets = result.masks.filter((mask) => mask.length > 15);
      expect(secrets.length).toBeGreaterThan(2);
      for (const secret of secrets) expect(everythingReadable(result)).not.toContain(secret);
    },
    60_000,
  );

  test('the session may do what its role may, and nothing else', async () => {
    const result = await login({});
    const { AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '', AWS_SESSION_TOKEN = '' } = result.environment;
    const session = {
      accessKeyId: AWS_ACCESS_KEY_ID,
      secretAccessKey: AWS_SECRET_ACCESS_KEY,
      sessionToken: AWS_SESSION_TOKEN,
    };
    await expect(aws.call('sts', 'get_caller_identity', {}, session)).resolves.toBeDefined();
    await expect(aws.call('s3', 'list_buckets', {}, session)).rejects.toThrow('AccessDenied');
  }, 60_000);

  test('a probe shows that the audience is checked, and hands nothing over', async () => {
    const result = await login({ mode: 'probe' });
    expect({ code: result.code, shown: result.code === 0 ? '' : result.shown }).toEqual({
      code: 0,
      shown: '',
    });
    expect(result.environment).toEqual({});
    expect(result.files).toEqual([]);
  });

  test.each([
    { name: 'whose trust policy asks for another subject', role: 'release' },
    { name: 'that does not exist', role: 'nobody' },
  ])('a role $name is refused, and nothing is exported', async ({ role }) => {
    const result = await login({ 'role-to-assume': `arn:aws:iam::${aws.account}:role/${role}` });
    expect(result.code).toBe(1);
    expect(result.shown).toContain('exchange/denied');
    expect(result.environment).toEqual({});
    expect(result.files).toEqual([]);
  });
});
