import type { JsonWebKey } from 'node:crypto';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type GitHubTwin, startGitHubTwin } from '../../twins/github/index.ts';
import { startStsTwin, type StsTwin, type TrustPolicy } from '../../twins/sts/index.ts';
import { type BundleResult, everythingReadable, runBundle } from '../run-bundle.ts';
import { roleArn, trust } from './aws-scene.ts';

const target = 'arn:aws:iam::111111111111:role/target';
const last = 'arn:aws:iam::222222222222:role/last';

let github: GitHubTwin;
let sts: StsTwin;
afterEach(async () => {
  await sts.close();
  await github.close();
});

function trustRole(arn: string, externalId?: string): TrustPolicy {
  return {
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Principal: { AWS: arn },
      Action: 'sts:AssumeRole',
      ...(externalId === undefined ? {} : { Condition: { StringEquals: { 'sts:ExternalId': externalId } } }),
    },
  };
}

async function logIn(inputs: Readonly<Record<string, string>>): Promise<BundleResult> {
  github = await startGitHubTwin();
  sts = await startStsTwin({
    issuers: [
      {
        issuer: github.issuer,
        audiences: ['sts.amazonaws.com'],
        readKeys: async () => {
          const response = await fetch(`${github.issuer}/.well-known/jwks`);
          return ((await response.json()) as { keys: JsonWebKey[] }).keys;
        },
      },
    ],
    roles: [
      { arn: roleArn, trustPolicy: trust(github.issuer, { aud: 'sts.amazonaws.com' }) },
      { arn: target, trustPolicy: trustRole(roleArn, 'partner-7') },
      { arn: last, trustPolicy: trustRole(target) },
    ],
  });
  return runBundle({
    bundle: 'oidc-login/main',
    event: github.scenario.event,
    environment: github.environment,
    inputs: {
      'role-to-assume': roleArn,
      'aws-region': 'eu-central-1',
      'sts-endpoint': `${sts.origin}/`,
      claims: `repository_id: "${github.scenario.claims['repository_id']}"`,
      issuer: github.issuer,
      ...inputs,
    },
  });
}

function expectRefused(result: BundleResult, code: string): void {
  expect(result.raw.match(/^::error title=[^:]+/gm)).toEqual([`::error title=${code}`]);
  expect(result.environment).toEqual({});
  expect(result.outputs).toEqual({});
  expectNoSecret(result);
}

function expectNoSecret(result: BundleResult): void {
  const readable = everythingReadable(result);
  for (const { secretAccessKey, sessionToken } of sts.issued) {
    expect(readable).not.toContain(secretAccessKey);
    expect(readable).not.toContain(sessionToken);
  }
}

describe('a chain of roles', () => {
  test('hands over the last credentials only, and masks all', async () => {
    const main = await logIn({
      'role-chain': target,
      'external-id': 'partner-7',
      'session-tags': 'team=web\nstage=pro d',
      'transitive-tag-keys': 'team',
      'inline-session-policy': '{"Version":"2012-10-17","Statement":[]}',
      'allowed-account-ids': '000000000000, 111111111111',
      'mask-aws-account-id': 'true',
    });
    expect(main.code).toBe(0);
    const [first, second] = sts.issued;
    expect(sts.issued).toHaveLength(2);
    expect(main.environment['AWS_SECRET_ACCESS_KEY']).toBe(second!.secretAccessKey);
    expect(main.outputs).toMatchObject({
      'aws-account-id': '111111111111',
      'authenticated-arn': second!.arn,
    });
    for (const keys of [first!, second!]) {
      expect(main.masks).toEqual(
        expect.arrayContaining([keys.secretAccessKey, keys.sessionToken, keys.accessKeyId]),
      );
    }
    expect(main.masks).toEqual(expect.arrayContaining(['000000000000', '111111111111']));
    expectNoSecret(main);
    sts.expectStrict();
    expect(sts.calls[0]!.parameters).not.toHaveProperty('Policy');
    expect(sts.calls[1]).toMatchObject({
      action: 'AssumeRole',
      parameters: {
        RoleArn: target,
        RoleSessionName: 'gha-19284756001-1-deploy',
        DurationSeconds: '900',
        ExternalId: 'partner-7',
        'Tags.member.1.Key': 'team',
        'Tags.member.1.Value': 'web',
        'Tags.member.2.Key': 'stage',
        'Tags.member.2.Value': 'pro d',
        'TransitiveTagKeys.member.1': 'team',
        Policy: '{"Version":"2012-10-17","Statement":[]}',
      },
    });
  });

  test('goes on to a third role', async () => {
    const main = await logIn({ 'role-chain': `${target}\n${last}`, 'role-external-id': 'partner-7' });
    expect(main.code).toBe(0);
    expect(main.outputs['aws-account-id']).toBe('222222222222');
    expect(sts.calls.map(({ action }) => action)).toEqual([
      'AssumeRoleWithWebIdentity',
      'AssumeRole',
      'AssumeRole',
    ]);
  });

  test.each([
    ['another external id', { 'role-chain': target, 'external-id': 'partner-8' }],
    ['no external id', { 'role-chain': target }],
    ['a role that trusts another one', { 'role-chain': last }],
  ])('that is denied for %s hands over nothing', async (_, inputs) => {
    const main = await logIn(inputs);
    expectRefused(main, 'exchange/denied');
    expect(main.shown).toContain(
      `assumed-role/deploy/gha-19284756001-1-deploy assume ${inputs['role-chain']}`,
    );
    expect(sts.issued).toHaveLength(1);
    expect(main.masks).toContain(sts.issued[0]!.secretAccessKey);
  });

  test.each<[string, Record<string, string>, string]>([
    ['a role that is no ARN', { 'role-chain': 'target' }, 'inputs/invalid'],
    ['a role of another partition', { 'role-chain': target.replace('aws', 'aws-cn') }, 'inputs/invalid'],
    ['five roles', { 'role-chain': `${target}\n`.repeat(5) }, 'inputs/invalid'],
    [
      'an account that is not allowed',
      { 'role-chain': target, 'allowed-account-ids': '000000000000' },
      'exchange/account-not-allowed',
    ],
    ['more than an hour', { 'role-chain': target, 'role-duration-seconds': '3601' }, 'inputs/conflict'],
    ['an external id without a chain', { 'external-id': 'x-1' }, 'inputs/conflict'],
    ['tags without a chain', { 'session-tags': 'a=b' }, 'inputs/conflict'],
    ['a tag without a value', { 'role-chain': target, 'session-tags': 'team' }, 'inputs/invalid'],
    ['a tag of AWS itself', { 'role-chain': target, 'session-tags': 'aws:x=y' }, 'inputs/invalid'],
    [
      'a transitive key that is no tag',
      { 'role-chain': target, 'session-tags': 'a=b', 'transitive-tag-keys': 'c' },
      'inputs/invalid',
    ],
    ['an external id with a blank', { 'role-chain': target, 'external-id': 'a b' }, 'inputs/invalid'],
  ])('refuses %s before any request', async (_, inputs, code) => {
    expectRefused(await logIn(inputs), code);
    expect(github.requests).toEqual([]);
  });
});
