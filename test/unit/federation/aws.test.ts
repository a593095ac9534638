import { describe, expect, test } from '@jest/globals';
import { chooseProvider } from '@sallyport/federation';
import { partitionOf, stsEndpoint } from '../../../packages/federation/src/aws/endpoint.ts';
import { explainForAws } from '../../../packages/federation/src/aws/explain.ts';
import { readAwsSettings } from '../../../packages/federation/src/aws/settings.ts';
import { parseStsCredentials, parseStsError } from '../../../packages/federation/src/aws/sts-answer.ts';
import { hclString } from '../../../packages/federation/src/hcl.ts';
import { sessionNameOf } from '../../../packages/federation/src/providers/aws.ts';
import { claimsOf, given, type Inputs, refusalOf } from './given.ts';

const roleArn = 'arn:aws:iam::000000000000:role/deploy';
const least = { 'role-to-assume': roleArn, 'aws-region': 'eu-central-1' };
// Put together here, so that no line of the repository looks like a key.
const keyId = ['AS', 'IA', 'X'.repeat(16)].join('');

describe('the endpoint of AWS STS', () => {
  test.each([
    ['eu-central-1', 'aws', 'https://sts.eu-central-1.amazonaws.com/', 'sts.amazonaws.com'],
    ['cn-north-1', 'aws-cn', 'https://sts.cn-north-1.amazonaws.com.cn/', 'sts.amazonaws.com.cn'],
    ['us-gov-west-1', 'aws-us-gov', 'https://sts.us-gov-west-1.amazonaws.com/', 'sts.amazonaws.com'],
    ['us-iso-east-1', 'aws-iso', 'https://sts.us-iso-east-1.c2s.ic.gov/', 'sts.c2s.ic.gov'],
    ['us-isob-east-1', 'aws-iso-b', 'https://sts.us-isob-east-1.sc2s.sgov.gov/', 'sts.sc2s.sgov.gov'],
    ['eusc-de-east-1', 'aws-eusc', 'https://sts.eusc-de-east-1.amazonaws.eu/', 'sts.amazonaws.eu'],
  ])('of %s is in the partition %s', (region, name, endpoint, audience) => {
    expect(stsEndpoint(region)).toBe(endpoint);
    expect(partitionOf(region)).toMatchObject({ name, audience });
  });
});

describe('the settings of AWS', () => {
  test('have safe defaults', () => {
    expect(readAwsSettings(given(least))).toMatchObject({
      accountId: '000000000000',
      audience: 'sts.amazonaws.com',
      durationSeconds: 900,
      sessionName: undefined,
      profile: 'default',
      maskAccountId: false,
    });
  });

  test.each<[string, Inputs, string]>([
    ['no role', { 'aws-region': 'eu-central-1' }, 'inputs/missing'],
    ['no region', { 'role-to-assume': roleArn }, 'inputs/missing'],
    ['a role by its name', { ...least, 'role-to-assume': 'deploy' }, 'inputs/invalid'],
    ['a user', { ...least, 'role-to-assume': 'arn:aws:iam::000000000000:user/a' }, 'inputs/invalid'],
    ['a line break in the role', { ...least, 'role-to-assume': `${roleArn}\n${roleArn}` }, 'inputs/invalid'],
    ['another partition', { ...least, 'aws-region': 'cn-north-1' }, 'inputs/conflict'],
    ['a region that is none', { ...least, 'aws-region': 'eu-central-1.evil.example' }, 'inputs/invalid'],
    ['too short a time', { ...least, 'role-duration-seconds': '899' }, 'inputs/invalid'],
    ['too long a time', { ...least, 'role-duration-seconds': '43201' }, 'inputs/invalid'],
    ['a time that is no number', { ...least, 'role-duration-seconds': '1h' }, 'inputs/invalid'],
    ['a session name of one letter', { ...least, 'role-session-name': 'a' }, 'inputs/invalid'],
    ['a session name with a blank', { ...least, 'role-session-name': 'a b' }, 'inputs/invalid'],
    ['an account id of 11 digits', { ...least, 'allowed-account-ids': '00000000000' }, 'inputs/invalid'],
    ['another account', { ...least, 'allowed-account-ids': '111111111111' }, 'exchange/account-not-allowed'],
    [
      'two lists of accounts',
      { ...least, 'allowed-account-ids': '1', 'expected-account-ids': '2' },
      'inputs/conflict',
    ],
    ['a policy that is no JSON', { ...least, 'inline-session-policy': '{' }, 'inputs/invalid'],
    ['a policy that is no ARN', { ...least, 'managed-session-policies': 'ReadOnly' }, 'inputs/invalid'],
    [
      'eleven policies',
      { ...least, 'managed-session-policies': 'arn:aws:iam::aws:policy/A\n'.repeat(11) },
      'inputs/invalid',
    ],
    ['a profile with a bracket', { ...least, 'aws-profile': 'a]\n[b' }, 'inputs/invalid'],
    ['a boolean that is none', { ...least, 'mask-aws-account-id': 'yes' }, 'inputs/invalid'],
  ])('refuse %s', (_, inputs, code) => {
    expect(refusalOf(() => readAwsSettings(given(inputs)))?.split(':')[0]).toBe(code);
  });
});

test.each([
  ['an ordinary job', { runId: '19', runAttempt: '2', job: 'deploy' }, 'gha-19-2-deploy'],
  ['letters that STS refuses', { runId: '19', runAttempt: '1', job: 'a b/ü$' }, 'gha-19-1-a-b---'],
  ['a long name', { runId: '1', runAttempt: '1', job: 'x'.repeat(99) }, `gha-1-1-${'x'.repeat(56)}`],
])('the session name of %s', (_, run, name) => {
  expect(sessionNameOf(run)).toBe(name);
});

const xml = (credentials: string): string =>
  `<AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult><AssumedRoleUser><Arn>arn:x</Arn></AssumedRoleUser><Credentials>${credentials}</Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`;
const json = (credentials: unknown): string =>
  JSON.stringify({
    AssumeRoleWithWebIdentityResponse: {
      AssumeRoleWithWebIdentityResult: { Credentials: credentials, AssumedRoleUser: { Arn: 'arn:x' } },
    },
  });
const whole = {
  AccessKeyId: keyId,
  SecretAccessKey: 'a/b+c',
  SessionToken: 'd=',
  Expiration: 1_700_000_000.5,
};
const read = {
  accessKeyId: keyId,
  secretAccessKey: 'a/b+c',
  sessionToken: 'd=',
  expiresAt: 1_700_000_000,
  assumedRoleArn: 'arn:x',
};

describe('the answer of AWS STS', () => {
  test.each([
    ['JSON', json(whole)],
    [
      'XML',
      xml(
        `<AccessKeyId>${keyId}</AccessKeyId><SecretAccessKey>a/b+c</SecretAccessKey><SessionToken>d=</SessionToken><Expiration>2023-11-14T22:13:20Z</Expiration>`,
      ),
    ],
  ])('is read from %s', (_, text) => {
    expect(parseStsCredentials(text)).toEqual(read);
  });

  test.each([
    ['nothing', ''],
    ['prose', 'Sign in'],
    ['half a JSON', '{"AssumeRole'],
    ['JSON of something else', '{"a":{}}'],
    ['a prototype instead of a member', '{"AssumeRoleWithWebIdentityResponse":"x"}'],
    ['half an XML', '<AssumeRoleWithWebIdentityResponse><AccessKeyId>'],
    ['no secret', json({ ...whole, SecretAccessKey: undefined })],
    ['an empty token', json({ ...whole, SessionToken: '' })],
    ['a secret of two lines', json({ ...whole, SecretAccessKey: 'a\nb' })],
    ['a key id with a blank', json({ ...whole, AccessKeyId: `${keyId} x` })],
    ['a time that is none', json({ ...whole, Expiration: 'soon' })],
  ])('with %s is no credential', (_, text) => {
    expect(parseStsCredentials(text)).toBeUndefined();
  });

  test.each([
    ['JSON', '{"Error":{"Code":"AccessDenied","Message":"no"}}', { code: 'AccessDenied', message: 'no' }],
    [
      'XML',
      '<ErrorResponse><Error><Code>X</Code><Message>a &lt; b &amp; c</Message></Error></ErrorResponse>',
      { code: 'X', message: 'a < b & c' },
    ],
    ['XML without a message', '<Error><Code>X</Code></Error>', { code: 'X', message: '' }],
    [
      'an unknown entity',
      '<Error><Code>X</Code><Message>&foo;</Message></Error>',
      { code: 'X', message: '&foo;' },
    ],
    ['a page', '<!doctype html><title>x</title>', undefined],
    ['JSON without a code', '{"Error":{}}', undefined],
  ])('that refuses is read from %s', (_, text, error) => {
    expect(parseStsError(text)).toEqual(error);
  });
});

describe('the trust policy that fits', () => {
  const settings = readAwsSettings(given(least));

  test('names every claim of this run that AWS can check, exactly', () => {
    const claims = claimsOf('sts.amazonaws.com', { scenario: 'environment' });
    const { drafts, uncheckable } = explainForAws(settings, claims, ['sub', 'event_name']);
    const { Statement } = JSON.parse(drafts[0]!.text) as {
      Statement: { Condition: unknown; Principal: unknown }[];
    };
    const at = 'token.actions.githubusercontent.com';
    expect(Statement[0]!.Condition).toEqual({
      StringEquals: {
        [`${at}:aud`]: 'sts.amazonaws.com',
        [`${at}:sub`]: claims.sub,
        [`${at}:repository_id`]: claims['repository_id'],
        [`${at}:repository_owner_id`]: claims['repository_owner_id'],
        [`${at}:job_workflow_ref`]: claims['job_workflow_ref'],
        [`${at}:environment`]: 'production',
        [`${at}:ref`]: 'refs/heads/main',
      },
    });
    expect(Statement[0]!.Principal).toEqual({ Federated: `arn:aws:iam::000000000000:oidc-provider/${at}` });
    expect(drafts[1]!.text).toContain(`variable = "${at}:environment"`);
    expect(uncheckable.map(({ claim }) => claim)).toEqual(['event_name']);
  });
});

test.each([
  ['a quote', 'a"b', '"a\\"b"'],
  ['an interpolation', '${x}', '"$${x}"'],
  ['a directive', '%{x}', '"%%{x}"'],
])('HCL text with %s stays text', (_, text, hcl) => {
  expect(hclString(text)).toBe(hcl);
});

describe('the provider that is meant', () => {
  test.each<[string, string | undefined, string[], string | undefined]>([
    ['by name', 'vault', [], 'vault'],
    ['by name, where inputs of two are given', 'aws', ['role-to-assume', 'vault-url'], 'aws'],
    ['by its inputs', undefined, ['role-to-assume'], 'aws'],
    ['none, where no input is given', undefined, ['aws-region'], undefined],
    ['none, by name', 'none', ['role-to-assume'], undefined],
  ])('is found %s', (_, named, inputs, id) => {
    expect(chooseProvider(named, (name) => inputs.includes(name))?.id).toBe(id);
  });

  test.each<[string, string | undefined, string[], string]>([
    ['a name with a typo', 'awss', [], 'inputs/invalid'],
    ['inputs of two', undefined, ['role-to-assume', 'vault-url'], 'inputs/conflict'],
  ])('is not guessed from %s', (_, named, inputs, code) => {
    expect(refusalOf(() => chooseProvider(named, (name) => inputs.includes(name)))).toContain(code);
  });
});
