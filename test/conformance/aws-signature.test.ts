import { generateKeyPairSync, sign } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runBundle } from '../bundle/run-bundle.ts';
import { type Minio, provideMinio, startMinio } from '../peers/minio.ts';
import { providePythonClients, runBoto3 } from '../peers/python-clients.ts';
import { type GitHubTwin, startGitHubTwin } from '../twins/github/index.ts';
import { type LoopbackServer, serveOnLoopback, type TwinAnswer } from '../twins/loopback-server.ts';

const server = await provideMinio();
const clients = await providePythonClients();
const missing = [server, clients].flatMap((peer) => ('missing' in peer ? [peer.missing] : []));
const whenThere = missing.length > 0 ? describe.skip : describe;

const audience = 'sts.amazonaws.com';
const roleArn = 'arn:aws:iam::000000000000:role/deploy';

/** MinIO judges what ministack does not: the signature of the token, by the issuer's keys. */
whenThere(['oidc-login at MinIO', ...missing].join(': '), () => {
  let minio: Minio | undefined;
  let github: GitHubTwin;
  let front: LoopbackServer;

  beforeAll(async () => {
    github = await startGitHubTwin();
    front = await serveOnLoopback(({ target, body }) =>
      target.startsWith('/.well-known/')
        ? discovery(github)
        : assumeRole(new URLSearchParams(body.toString())),
    );
    minio = await startMinio({ issuer: front.origin, audience });
  }, 60_000);

  afterAll(async () => {
    await minio?.stop();
    await front?.close();
    await github?.close();
  });

  /** MinIO names its one role itself, in a form that AWS does not have: the name is exchanged on the way. */
  async function assumeRole(parameters: URLSearchParams): Promise<TwinAnswer> {
    if (minio !== undefined && parameters.get('RoleArn') === roleArn)
      parameters.set('RoleArn', minio.roleArn);
    const response = await fetch(minio?.address ?? '', { method: 'POST', body: parameters });
    const headers = { 'content-type': response.headers.get('content-type') ?? '' };
    return { kind: 'answer', status: response.status, headers, body: await response.text() };
  }

  test('takes the token, and boto3 signs with what it gave', async () => {
    const result = await runBundle({
      bundle: 'oidc-login/main',
      environment: github.environment,
      event: github.scenario.event,
      inputs: {
        'role-to-assume': roleArn,
        'aws-region': 'us-east-1',
        'sts-endpoint': front.origin,
        claims: `repository_id: "${github.scenario.claims['repository_id']}"`,
        issuer: github.issuer,
      },
    });
    expect({ code: result.code, shown: result.code === 0 ? '' : result.shown }).toEqual({
      code: 0,
      shown: '',
    });
    if ('missing' in clients) throw new Error(clients.missing);
    const program =
      'import boto3; s3 = boto3.client("s3"); s3.create_bucket(Bucket="built"); print(s3.list_buckets()["Buckets"][0]["Name"])';
    const env = { ...result.environment, AWS_ENDPOINT_URL: minio?.address ?? '' };
    expect((await runBoto3(clients, program, env)).trim()).toBe('built');
  }, 60_000);

  test('refuses the same token signed by a stranger', async () => {
    const [header = '', payload = ''] = github.mint(audience).split('.');
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const signature = sign('RSA-SHA256', Buffer.from(`${header}.${payload}`), privateKey).toString(
      'base64url',
    );
    const answer = await assumeRole(
      new URLSearchParams({
        Action: 'AssumeRoleWithWebIdentity',
        Version: '2011-06-15',
        RoleArn: roleArn,
        RoleSessionName: 'gha',
        WebIdentityToken: `${header}.${payload}.${signature}`,
      }),
    );
    expect(answer).toMatchObject({ status: 400 });
    expect('body' in answer ? answer.body : '').toContain('InvalidParameterValue');
  });
});

function discovery({ issuer }: GitHubTwin): TwinAnswer {
  const document = {
    issuer,
    jwks_uri: `${issuer}/.well-known/jwks`,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    response_types_supported: ['id_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
  };
  return {
    kind: 'answer',
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(document),
  };
}
