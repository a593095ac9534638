import { createHash, createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startGitHubTwin, type GitHubTwin } from '../../twins/github/index.ts';
import { startStsTwin, stsFaults, type IssuedKeys, type StsTwin } from '../../twins/sts/index.ts';

const account = '123456789012';
const role = `arn:aws:iam::${account}:role/deploy`;
const second = `arn:aws:iam::${account}:role/second`;
let github: GitHubTwin;
let sts: StsTwin;
let now = Date.UTC(2026, 10, 24, 12);
const clock = { now: () => now };

beforeEach(async () => {
  now = Date.UTC(2026, 10, 24, 12);
  github = await startGitHubTwin({ clock });
  const host = github.issuer.replace('http://', '');
  sts = await startStsTwin({
    clock,
    issuers: [{ issuer: github.issuer, audiences: ['sts.amazonaws.com'] }],
    roles: [
      {
        arn: role,
        trustPolicy: {
          Version: '2012-10-17',
          Statement: {
            Effect: 'Allow',
            Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/${host}` },
            Action: 'sts:AssumeRoleWithWebIdentity',
            Condition: {
              StringEquals: { [`${host}:aud`]: 'sts.amazonaws.com', [`${host}:repository_id`]: '987654321' },
              StringLike: { [`${host}:sub`]: 'repo:my-org/app:*' },
            },
          },
        },
      },
      {
        arn: second,
        trustPolicy: {
          Version: '2012-10-17',
          Statement: {
            Effect: 'Allow',
            Principal: { AWS: role },
            Action: 'sts:AssumeRole',
            Condition: { StringEquals: { 'sts:ExternalId': 'ticket-7' } },
          },
        },
      },
    ],
  });
});

afterEach(async () => {
  await Promise.all([github.close(), sts.close()]);
});

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly code: string | undefined;
}

async function call(
  parameters: Readonly<Record<string, string | undefined>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const given = Object.entries(parameters).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const response = await fetch(`${sts.origin}/`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(given).toString(),
  });
  const text = await response.text();
  return {
    status: response.status,
    text,
    code: /<Code>(\w+)<\/Code>|"Code":"(\w+)"/.exec(text)?.slice(1).find(Boolean),
  };
}

function assume(changes: Readonly<Record<string, string | undefined>> = {}, headers = {}): Promise<Answer> {
  return call(
    {
      Action: 'AssumeRoleWithWebIdentity',
      Version: '2011-06-15',
      RoleArn: role,
      RoleSessionName: 'gha-1-1-deploy',
      WebIdentityToken: github.mint('sts.amazonaws.com'),
      DurationSeconds: '900',
      ...changes,
    },
    headers,
  );
}

describe('AssumeRoleWithWebIdentity', () => {
  test('answers in XML with keys of the account', async () => {
    const { status, text } = await assume();
    expect(status).toBe(200);
    const [keys] = sts.issued;
    expect(text).toContain(`<AccessKeyId>${keys?.accessKeyId}</AccessKeyId>`);
    expect(text).toContain('<Expiration>2026-11-24T12:15:00Z</Expiration>');
    expect(text).toContain(`<Arn>arn:aws:sts::${account}:assumed-role/deploy/gha-1-1-deploy</Arn>`);
    sts.expectStrict();
    github.expectStrict();
  });

  test('answers in JSON where it is accepted, with the time as a number', async () => {
    const { text } = await assume({}, { accept: 'application/json' });
    const answer = JSON.parse(text) as Record<
      string,
      Record<string, Record<string, Record<string, unknown>>>
    >;
    const result = answer['AssumeRoleWithWebIdentityResponse']?.['AssumeRoleWithWebIdentityResult'];
    expect(result?.['Credentials']?.['Expiration']).toBe(Date.UTC(2026, 10, 24, 12, 15) / 1000);
    expect(result?.['Credentials']?.['SessionToken']).toBe(sts.issued[0]?.sessionToken);
  });

  const malformed: [string, Record<string, string | undefined>, string][] = [
    ['a short session name', { RoleSessionName: 'x' }, 'ValidationError'],
    ['a session name with a colon', { RoleSessionName: 'a:b' }, 'ValidationError'],
    ['a long session name', { RoleSessionName: 'x'.repeat(65) }, 'ValidationError'],
    ['too short a duration', { DurationSeconds: '899' }, 'ValidationError'],
    ['too long a duration', { DurationSeconds: '43201' }, 'ValidationError'],
    ['a duration beyond the role', { DurationSeconds: '3601' }, 'ValidationError'],
    ['a duration that is no number', { DurationSeconds: '15m' }, 'ValidationError'],
    ['no role', { RoleArn: undefined }, 'ValidationError'],
    ['a role that is no ARN', { RoleArn: 'deploy' }, 'ValidationError'],
    ['an unknown parameter', { Tags: 'x' }, 'ValidationError'],
    [
      'session tags, which only AssumeRole takes',
      { 'Tags.member.1.Key': 'a', 'Tags.member.1.Value': 'b' },
      'ValidationError',
    ],
    ['no token', { WebIdentityToken: undefined }, 'ValidationError'],
    ['a policy that is no JSON', { Policy: '{' }, 'MalformedPolicyDocument'],
    ['a policy without statements', { Policy: '{}' }, 'MalformedPolicyDocument'],
    ['a large policy', { Policy: `{"Statement":"${'x'.repeat(2048)}"}` }, 'PackedPolicyTooLarge'],
    ['a policy that is no ARN', { 'PolicyArns.member.1.arn': 'ReadOnly' }, 'ValidationError'],
    [
      'eleven policies',
      Object.fromEntries(
        Array.from({ length: 11 }, (_, n) => [
          `PolicyArns.member.${n + 1}.arn`,
          'arn:aws:iam::aws:policy/ReadOnlyAccess',
        ]),
      ),
      'ValidationError',
    ],
    ['another version', { Version: '2010-05-08' }, 'InvalidAction'],
    ['another action', { Action: 'GetSessionToken' }, 'InvalidAction'],
  ];
  test.each(malformed)('with %s is refused, and fails the test', async (_name, changes, code) => {
    expect((await assume(changes)).code).toBe(code);
    expect(() => sts.expectStrict()).toThrow(code);
    expect(sts.issued).toHaveLength(0);
  });

  test('with a credential in the header is done, and fails the test', async () => {
    await assume({}, { authorization: 'Bearer x' });
    expect(() => sts.expectStrict()).toThrow('not signed');
  });

  test('with what AWS allows is done', async () => {
    const { status } = await assume({
      DurationSeconds: '3600',
      Policy: '{"Version":"2012-10-17","Statement":[]}',
      'PolicyArns.member.1.arn': 'arn:aws:iam::aws:policy/ReadOnlyAccess',
    });
    expect(status).toBe(200);
    sts.expectStrict();
  });

  const denied: [string, () => Promise<Answer>, string, number][] = [
    [
      'another repository',
      () => assume({ WebIdentityToken: github.mint('sts.amazonaws.com', { repository_id: '1' }) }),
      'AccessDenied',
      403,
    ],
    [
      'another subject',
      () =>
        assume({ WebIdentityToken: github.mint('sts.amazonaws.com', { sub: 'repo:x/app:pull_request' }) }),
      'AccessDenied',
      403,
    ],
    ['a role that is not there', () => assume({ RoleArn: `${role}2` }), 'AccessDenied', 403],
    [
      'another audience',
      () => assume({ WebIdentityToken: github.mint('https://elsewhere') }),
      'InvalidIdentityToken',
      400,
    ],
    [
      'another issuer',
      () => assume({ WebIdentityToken: github.mint('sts.amazonaws.com', { iss: 'https://x.example' }) }),
      'InvalidIdentityToken',
      400,
    ],
    [
      'an old token',
      () => assume({ WebIdentityToken: github.mint('sts.amazonaws.com', { exp: now / 1000 }) }),
      'ExpiredTokenException',
      400,
    ],
    [
      'a token of the future',
      () => assume({ WebIdentityToken: github.mint('sts.amazonaws.com', { iat: now / 1000 + 301 }) }),
      'InvalidIdentityToken',
      400,
    ],
    [
      'a forged token',
      () => assume({ WebIdentityToken: `${github.mint('sts.amazonaws.com').slice(0, -6)}AAAAAA` }),
      'InvalidIdentityToken',
      400,
    ],
    ['no JWT', () => assume({ WebIdentityToken: 'opaque' }), 'InvalidIdentityToken', 400],
  ];
  test.each(denied)(
    'for %s is denied, which is no mistake of the caller',
    async (_name, act, code, status) => {
      expect(await act()).toMatchObject({ code, status });
      sts.expectStrict();
      expect(sts.issued).toHaveLength(0);
    },
  );

  test('cannot read the keys of an issuer that is gone', async () => {
    await github.close();
    expect((await assume()).code).toBe('IDPCommunicationError');
  });

  test('records the call without the token', async () => {
    await assume();
    expect(sts.calls).toMatchObject([{ action: 'AssumeRoleWithWebIdentity', outcome: undefined }]);
    expect(JSON.stringify(sts.calls)).not.toContain('WebIdentityToken');
  });
});

describe('a fault of STS', () => {
  const coded = stsFaults.slice(0, stsFaults.indexOf('malformed'));
  test.each(coded)('%s comes as often as it was ordered, in both formats', async (fault) => {
    sts.fail(fault, 2);
    expect((await assume()).code).toBe(fault);
    expect((await assume({}, { accept: 'application/json' })).code).toBe(fault);
    expect((await assume()).status).toBe(200);
  });

  test.each([
    ['malformed', /^<AssumeRoleWithWebIdentityResponse><Assume$/],
    ['html', /doctype/],
    ['empty', /^$/],
    ['huge', /^ {1000}/],
    ['keys-missing', /<Credentials><AccessKeyId>[^<]+<\/AccessKeyId><SessionToken>/],
    ['wrong-account', /arn:aws:sts::999999999999:/],
    ['already-expired', /<Expiration>2026-11-24T11:59:00Z/],
  ] as const)('%s is a body that no client may trust', async (fault, body) => {
    sts.fail(fault, 1);
    expect((await assume()).text).toMatch(body);
    expect((await assume()).code).toBeUndefined();
  });

  test('reset closes the connection', async () => {
    sts.fail('reset', 1);
    await expect(assume()).rejects.toThrow();
  });
});

/** Signs as the IAM User Guide shows it, written apart from the twin's verifier. */
function sign(
  body: string,
  keys: IssuedKeys,
  changes: { date?: string; secret?: string } = {},
): Record<string, string> {
  const date = changes.date ?? '20261124T120000Z';
  const host = sts.origin.replace('http://', '');
  const scope = `${date.slice(0, 8)}/eu-central-1/sts/aws4_request`;
  const signed = 'content-type;host;x-amz-date;x-amz-security-token';
  const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
  const mac = (secret: Buffer | string, text: string): Buffer =>
    createHmac('sha256', secret).update(text).digest();
  const canonical = `POST\n/\n\ncontent-type:application/x-www-form-urlencoded\nhost:${host}\nx-amz-date:${date}\nx-amz-security-token:${keys.sessionToken}\n\n${signed}\n${hash(body)}`;
  const text = `AWS4-HMAC-SHA256\n${date}\n${scope}\n${hash(canonical)}`;
  const key = ['eu-central-1', 'sts', 'aws4_request'].reduce<Buffer>(
    mac,
    mac(`AWS4${changes.secret ?? keys.secretAccessKey}`, date.slice(0, 8)),
  );
  return {
    'x-amz-date': date,
    'x-amz-security-token': keys.sessionToken,
    authorization: `AWS4-HMAC-SHA256 Credential=${keys.accessKeyId}/${scope}, SignedHeaders=${signed}, Signature=${mac(key, text).toString('hex')}`,
  };
}

describe('a signed call', () => {
  const who = { Action: 'GetCallerIdentity', Version: '2011-06-15' };
  const body = new URLSearchParams(who).toString();
  let keys: IssuedKeys;
  beforeEach(async () => {
    await assume();
    keys = sts.issued[0]!;
  });

  test('with issued keys says who they are', async () => {
    const { text } = await call(who, sign(body, keys));
    expect(text).toContain(`<Account>${account}</Account>`);
    expect(text).toContain(keys.arn);
  });

  test.each([
    ['without a signature', () => ({}), 'MissingAuthenticationToken'],
    ['with another secret', () => sign(body, keys, { secret: 'x' }), 'SignatureDoesNotMatch'],
    ['for another body', () => sign(`${body}&a=b`, keys), 'SignatureDoesNotMatch'],
    ['of an hour ago', () => sign(body, keys, { date: '20261124T110000Z' }), 'SignatureDoesNotMatch'],
    [
      'with unknown keys',
      () => sign(body, { ...keys, accessKeyId: keys.accessKeyId.replaceAll(/.$/g, '7') + '2' }),
      'InvalidClientTokenId',
    ],
    [
      'without the session token',
      () => ({ ...sign(body, keys), 'x-amz-security-token': 'x' }),
      'InvalidClientTokenId',
    ],
  ])('%s is refused', async (_name, headers, code) => {
    expect((await call(who, headers())).code).toBe(code);
  });

  test('with keys that have expired is refused', async () => {
    now += 900_000;
    expect((await call(who, sign(body, keys, { date: '20261124T121500Z' }))).code).toBe('ExpiredToken');
  });

  test.each([
    ['ticket-7', 200],
    ['ticket-8', 403],
  ])('assumes a second role with the external id %s: %d', async (externalId, status) => {
    const parameters = {
      Action: 'AssumeRole',
      Version: '2011-06-15',
      RoleArn: second,
      RoleSessionName: 'gha-1',
      ExternalId: externalId,
      'Tags.member.1.Key': 'run',
      'Tags.member.1.Value': '1',
    };
    const headers = sign(new URLSearchParams(parameters).toString(), keys);
    expect((await call(parameters, headers)).status).toBe(status);
    sts.expectStrict();
  });
});
