import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { StsFault } from '../../twins/sts/index.ts';
import { type BundleResult, everythingReadable, JobFolder } from '../run-bundle.ts';
import { permanentStsFaults, transientStsFaults } from './fault-table.ts';
import { account, type AwsScene, startAwsScene, trust } from './aws-scene.ts';

let scene: AwsScene | undefined;
afterEach(async () => {
  await scene?.close();
  scene = undefined;
});

/** No key that STS gave and no token may be readable anywhere but where it was handed over. */
function expectNoSecret(result: BundleResult): void {
  const readable = everythingReadable(result);
  const secrets = [
    ...scene!.sts.issued.flatMap(({ accessKeyId, secretAccessKey, sessionToken }) => [
      accessKeyId,
      secretAccessKey,
      sessionToken,
    ]),
    ...scene!.github.issued.flatMap((token) => [token, token.split('.')[2]!]),
    scene!.github.endpoint?.bearer ?? 'no bearer at all',
  ];
  for (const secret of secrets) expect(readable).not.toContain(secret);
}

describe('a login at AWS', () => {
  test('hands over variables, masked first, and takes them back', async () => {
    scene = await startAwsScene();
    const main = await scene.main();
    expect(main.code).toBe(0);
    const [keys] = scene.sts.issued;
    expect(main.environment).toEqual({
      AWS_ACCESS_KEY_ID: keys!.accessKeyId,
      AWS_SECRET_ACCESS_KEY: keys!.secretAccessKey,
      AWS_SESSION_TOKEN: keys!.sessionToken,
      AWS_REGION: 'eu-central-1',
      AWS_DEFAULT_REGION: 'eu-central-1',
    });
    expect(main.masks).toEqual(
      expect.arrayContaining([
        keys!.accessKeyId,
        keys!.secretAccessKey,
        keys!.sessionToken,
        ...scene.github.issued,
      ]),
    );
    expect(main.outputs).toMatchObject({
      authenticated: 'true',
      subject: 'repo:my-org/app:ref:refs/heads/main',
      'aws-account-id': account,
      'authenticated-arn': keys!.arn,
    });
    expect(main.outputs).not.toHaveProperty('aws-secret-access-key');
    expectNoSecret(main);
    scene.sts.expectStrict();
    scene.github.expectStrict();
    expect(scene.sts.calls).toHaveLength(1);
    expect(scene.sts.calls[0]!.parameters).toMatchObject({
      DurationSeconds: '900',
      RoleSessionName: 'gha-19284756001-1-deploy',
    });

    const post = await scene.post(main);
    expect(post.code).toBe(0);
    expect(Object.values(post.environment)).toEqual(['', '', '', '', '']);
    expect(scene.sts.calls).toHaveLength(1);
    expectNoSecret(post);
  });

  test('writes private files that point at each other, and deletes them', async () => {
    scene = await startAwsScene();
    const job = new JobFolder();
    const main = await scene.main({ inputs: { expose: 'files', 'aws-profile': 'prod' }, job });
    expect(main.environment).toMatchObject({ AWS_PROFILE: 'prod', AWS_REGION: 'eu-central-1' });
    expect(main.environment).not.toHaveProperty('AWS_SECRET_ACCESS_KEY');
    const path = main.environment['AWS_SHARED_CREDENTIALS_FILE']!;
    expect(path.startsWith(job.temporary)).toBe(true);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(path, '..')).mode & 0o777).toBe(0o700);
    expect(readFileSync(path, 'utf8')).toContain(
      `aws_secret_access_key = ${scene.sts.issued[0]!.secretAccessKey}`,
    );
    expect(main.outputs['credentials-file']).toBe(path);
    const post = await scene.post(main, { job });
    expect(post.files).toEqual([]);
    job.remove();
  });

  test.each<[string, Record<string, string>, { env: boolean; outputs: boolean; files: boolean }]>([
    ['expose: outputs', { expose: 'outputs' }, { env: false, outputs: true, files: false }],
    ['expose: env, outputs', { expose: 'env, outputs' }, { env: true, outputs: true, files: false }],
    ['expose: none', { expose: 'none' }, { env: false, outputs: false, files: false }],
    ['output-credentials', { 'output-credentials': 'true' }, { env: true, outputs: true, files: false }],
    [
      'output-env-credentials',
      { 'output-env-credentials': 'false' },
      { env: false, outputs: false, files: false },
    ],
    ['aws-profile alone', { 'aws-profile': 'x' }, { env: false, outputs: false, files: true }],
    [
      'aws-profile with output-env-credentials',
      { 'aws-profile': 'x', 'output-env-credentials': 'true' },
      { env: true, outputs: false, files: true },
    ],
  ])('%s exposes just that', async (_, inputs, exposed) => {
    scene = await startAwsScene();
    const main = await scene.main({ inputs });
    expect(main.code).toBe(0);
    expect('AWS_SECRET_ACCESS_KEY' in main.environment).toBe(exposed.env);
    expect('aws-secret-access-key' in main.outputs).toBe(exposed.outputs);
    expect(main.files.length > 0).toBe(exposed.files);
    expect(main.outputs['authenticated']).toBe('true');
  });

  test('replaces an earlier login as a whole, names it, and restores it', async () => {
    scene = await startAwsScene();
    const earlier = { AWS_ACCESS_KEY_ID: 'earlier-id', AWS_PROFILE: 'earlier', AWS_REGION: 'us-east-1' };
    const main = await scene.main({ environment: earlier });
    expect(main.environment['AWS_PROFILE']).toBe('');
    expect(main.shown).toContain('AWS_ACCESS_KEY_ID, AWS_PROFILE');
    const post = await scene.post(main);
    expect(post.environment).toMatchObject({ ...earlier, AWS_SECRET_ACCESS_KEY: '' });
  });

  test('gives the credentials to one script alone', async () => {
    scene = await startAwsScene();
    const script =
      'test -n "$AWS_SESSION_TOKEN"\ntest -z "${INPUT_CLAIMS+set}"\necho "id $AWS_ACCESS_KEY_ID"';
    const main = await scene.main({ inputs: { run: script } });
    expect(main.code).toBe(0);
    expect(main.environment).toEqual({});
    expect(main.shown).toContain(`id ${scene.sts.issued[0]!.accessKeyId}`);
    expect(main.masks).toContain(scene.sts.issued[0]!.accessKeyId);
    expect(main.files).toEqual([]);
  });

  test('fails with the script, and says with which code', async () => {
    scene = await startAwsScene();
    const main = await scene.main({ inputs: { run: 'exit 3' } });
    expect(main.code).toBe(1);
    expect(main.raw).toContain('exit code 3');
    expect(main.environment).toEqual({});
    expect(main.outputs).toEqual({});
  });

  test('sends what the inputs ask for', async () => {
    scene = await startAwsScene();
    const main = await scene.main({
      inputs: {
        'role-duration-seconds': '1800',
        'role-session-name': 'by-hand',
        'inline-session-policy': '{ "Version": "2012-10-17", "Statement": [] }',
        'managed-session-policies': 'arn:aws:iam::aws:policy/ReadOnlyAccess',
        'allowed-account-ids': `111111111111, ${account}`,
        'mask-aws-account-id': 'true',
      },
    });
    expect(main.code).toBe(0);
    expect(scene.sts.calls[0]!.parameters).toMatchObject({
      DurationSeconds: '1800',
      RoleSessionName: 'by-hand',
      Policy: '{"Version":"2012-10-17","Statement":[]}',
      'PolicyArns.member.1.arn': 'arn:aws:iam::aws:policy/ReadOnlyAccess',
    });
    expect(main.masks).toContain(account);
  });

  test.each<[string, Record<string, string>]>([
    ['a role that is no ARN', { 'role-to-assume': 'deploy' }],
    ['a role of another partition', { 'role-to-assume': 'arn:aws-cn:iam::000000000000:role/deploy' }],
    ['an account that is not allowed', { 'allowed-account-ids': '111111111111' }],
    ['an account id that lost its zeros', { 'allowed-account-ids': '0' }],
    ['a duration out of range', { 'role-duration-seconds': '60' }],
    ['a session name that STS refuses', { 'role-session-name': 'a b' }],
    ['a session policy that is no JSON', { 'inline-session-policy': '{' }],
    ['a region that is none', { 'aws-region': 'Frankfurt' }],
    ['an endpoint in clear text', { 'sts-endpoint': 'http://sts.example.com/' }],
    ['none and something else', { expose: 'none env' }],
  ])('refuses %s, with nothing handed over', async (_, inputs) => {
    scene = await startAwsScene();
    const main = await scene.main({ inputs });
    expect(main.code).toBe(1);
    expect(scene.sts.calls).toEqual([]);
    expect(main.environment).toEqual({});
    expect(main.raw.match(/^::error/gm)).toHaveLength(1);
  });
});

describe('AWS STS that fails', () => {
  test.each(permanentStsFaults)('%s is %s after %d calls, at once', async (fault, code, calls) => {
    scene = await startAwsScene();
    scene.sts.fail(fault);
    const main = await scene.main();
    expect(main.code).toBe(1);
    expect(main.raw).toContain(`::error title=${code}::`);
    expect(scene.sts.calls).toHaveLength(calls);
    expect(main.environment).toEqual({});
    expect(main.state).toEqual({});
    expect(main.files).toEqual([]);
    expectNoSecret(main);
  });

  test.each(transientStsFaults)('%s twice is overcome', async (fault) => {
    scene = await startAwsScene();
    scene.sts.fail(fault, 2);
    const main = await scene.main();
    expect(main.code).toBe(0);
    expect(scene.sts.issued).toHaveLength(1);
  });

  test.each<[StsFault, string]>([
    ['InternalFailure', 'exchange/unavailable'],
    ['IDPCommunicationError', 'exchange/unavailable'],
    ['silent', 'http/deadline'],
    ['slow-drip', 'http/deadline'],
  ])('%s without end is told within the deadline', async (fault, code) => {
    scene = await startAwsScene();
    scene.sts.fail(fault);
    const main = await scene.main({ inputs: { 'timeout-seconds': '2' } });
    expect(main.raw).toContain(`::error title=${code}::`);
    expect(main.milliseconds).toBeLessThan(20_000);
    expect(main.environment).toEqual({});
  });

  test('one expired token is replaced by a fresh one, which is masked too', async () => {
    scene = await startAwsScene();
    scene.sts.fail('ExpiredTokenException', 1);
    const main = await scene.main();
    expect(main.code).toBe(0);
    expect(scene.github.issued).toHaveLength(2);
    expect(main.masks).toEqual(expect.arrayContaining([...scene.github.issued]));
    expectNoSecret(main);
  });

  test('a denial shows what AWS could compare, and the likeliest reason', async () => {
    scene = await startAwsScene({ scenario: 'environment' }, (github) =>
      trust(github.issuer, { aud: 'sts.amazonaws.com', sub: 'repo:my-org/app:ref:refs/heads/main' }),
    );
    const main = await scene.main();
    expect(main.raw).toContain('::error title=exchange/denied::');
    expect(main.shown).toContain('repo:my-org/app:environment:production');
    expect(main.shown).toContain('names an environment');
  });
});

describe('explain and probe', () => {
  test('the trust policy that explain prints admits this run and no other', async () => {
    scene = await startAwsScene();
    const explained = await scene.main({ inputs: { mode: 'explain', claims: '' } });
    expect(explained.code).toBe(0);
    expect(scene.sts.calls).toEqual([]);
    expect(explained.environment).toEqual({});
    const [, text] = /```json\n([\s\S]*?)\n```/.exec(explained.summary)!;
    const policy = JSON.parse(text!) as ReturnType<typeof trust>;
    await scene.close();

    // The same policy for the twin's next address.
    const moved = (issuer: string): ReturnType<typeof trust> =>
      JSON.parse(
        JSON.stringify(policy).replaceAll(
          scene!.github.issuer.replace('http://', ''),
          issuer.replace('http://', ''),
        ),
      ) as ReturnType<typeof trust>;
    scene = await startAwsScene({}, (github) => moved(github.issuer));
    expect((await scene.main()).code).toBe(0);
    await scene.close();
    scene = await startAwsScene({ names: { branch: 'feature' } }, (github) => moved(github.issuer));
    expect((await scene.main()).raw).toContain('exchange/denied');
  });

  test('explain says which asserted claims AWS cannot check', async () => {
    scene = await startAwsScene();
    const claims = `${scene.inputs['claims']}\nevent_name: push\nrunner_environment: github-hosted`;
    const explained = await scene.main({ inputs: { mode: 'explain', claims } });
    expect(explained.shown).toContain('event_name: AWS has no condition key');
    expect(explained.shown).toContain('runner_environment: AWS has no condition key');
    expect(explained.shown).not.toContain('repository_id: AWS has no condition key');
  });

  test('probe holds where the audience is checked', async () => {
    scene = await startAwsScene();
    const probed = await scene.main({ inputs: { mode: 'probe' } });
    expect(probed.code).toBe(0);
    expect(probed.environment).toEqual({});
    expect(scene.sts.calls.map(({ outcome }) => outcome)).toContain(undefined);
    expect(scene.sts.calls.at(-1)!.outcome).toBeDefined();
    expectNoSecret(probed);
  });
});

describe('planted surroundings', () => {
  test('have no effect and are named', async () => {
    scene = await startAwsScene();
    const main = await scene.main({
      environment: {
        AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:9/',
        NODE_TLS_REJECT_UNAUTHORIZED: '0',
        NODE_EXTRA_CA_CERTS: '/dev/null',
      },
    });
    expect(main.code).toBe(0);
    for (const name of ['AWS_ENDPOINT_URL_STS', 'NODE_TLS_REJECT_UNAUTHORIZED', 'NODE_EXTRA_CA_CERTS']) {
      expect(main.shown).toContain(name);
    }
  });

  test.each([
    ['a command', 'x\n::set-env name=PATH::/tmp\n::error::pwned'],
    ['colours', '\u001b[31mred\u001b[0m'],
    ['Markdown', '[click](https://evil.example) <img src=x> | a | b'],
  ])('%s in a branch name stays text everywhere', async (_, branch) => {
    scene = await startAwsScene({ names: { branch } });
    const main = await scene.main({ inputs: { claims: `${scene.inputs['claims']}\nref: refs/heads/main` } });
    expect(main.code).toBe(1);
    expect(main.raw).not.toMatch(/^::set-env/m);
    expect(main.raw).not.toMatch(/^::error::pwned/m);
    expect(main.raw).not.toContain('\u001b');
    // Inside the code block of the details everything is text.
    const rendered = main.summary.replace(/```text[\s\S]*?```/g, '');
    expect(rendered).not.toContain('<img');
    expect(rendered).not.toContain('[click](');
  });
});
