import { describe, expect, test } from '@jest/globals';
import { admits, startStsTwin, type TrustPolicy, type TrustStatement } from '../../twins/sts/index.ts';

const provider = 'arn:aws:iam::123456789012:oidc-provider/token.example.com';
const action = 'sts:AssumeRoleWithWebIdentity';
const key = 'token.example.com:sub';
const sub = 'repo:my-org/app:ref:refs/heads/main';

function policy(condition: TrustStatement['Condition'], changes: Partial<TrustStatement> = {}): TrustPolicy {
  return {
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Principal: { Federated: provider },
      Action: action,
      ...(condition === undefined ? {} : { Condition: condition }),
      ...changes,
    },
  };
}

function isAdmitted(trust: TrustPolicy, context: Record<string, string> = { [key]: sub }): boolean {
  return admits(trust, {
    action,
    principal: { kind: 'Federated', arn: provider },
    context: new Map(Object.entries(context).map(([name, value]) => [name.toLowerCase(), value])),
  });
}

/** IAM User Guide, "IAM JSON policy elements: Condition operators": operator, value, admitted if present, if absent. */
describe('a condition operator of IAM', () => {
  test.each([
    ['StringEquals', sub, true, false],
    ['StringEquals', 'other', false, false],
    ['StringEquals', ['other', sub], true, false],
    ['StringEquals', sub.toUpperCase(), false, false],
    ['StringEquals', 'repo:my-org/app:*', false, false],
    ['StringEqualsIgnoreCase', sub.toUpperCase(), true, false],
    ['StringNotEquals', 'other', true, true],
    ['StringNotEquals', sub, false, true],
    ['StringNotEquals', ['other', sub], false, true],
    ['StringNotEqualsIgnoreCase', sub.toUpperCase(), false, true],
    ['StringLike', 'repo:my-org/*', true, false],
    ['StringLike', 'repo:my-org/???:ref*', true, false],
    ['StringLike', 'repo:my-org', false, false],
    ['StringLike', 'repo.my-org*', false, false],
    ['StringNotLike', 'repo:other/*', true, true],
    ['StringNotLike', 'repo:*', false, true],
    ['StringEqualsIfExists', sub, true, true],
    ['StringEqualsIfExists', 'other', false, true],
    ['StringLikeIfExists', 'repo:my-org/*', true, true],
    ['ForAllValues:StringEquals', sub, true, true],
    ['ForAllValues:StringEquals', 'other', false, true],
    ['ForAllValues:StringLike', 'repo:my-org/*', true, true],
    ['ForAnyValue:StringEquals', sub, true, false],
    ['ForAnyValue:StringEquals', 'other', false, false],
    ['ForAnyValue:StringLike', 'repo:*', true, false],
    ['Null', 'true', false, true],
    ['Null', 'false', true, false],
  ] as const)('%s %j', (operator, value, present, absent) => {
    const trust = policy({ [operator]: { [key]: value } });
    expect([isAdmitted(trust), isAdmitted(trust, {})]).toEqual([present, absent]);
  });

  test('finds keys whatever their case, and joins operators and keys by "and"', () => {
    expect(isAdmitted(policy({ StringEquals: { 'Token.Example.com:SUB': sub } }))).toBe(true);
    expect(isAdmitted(policy({ StringEquals: { [key]: sub, 'token.example.com:aud': 'x' } }))).toBe(false);
    expect(isAdmitted(policy({ StringEquals: { [key]: sub }, StringLike: { [key]: 'x*' } }))).toBe(false);
  });

  test('that the twin does not know stops it at the start', async () => {
    const roles = [
      { arn: 'arn:aws:iam::123456789012:role/r', trustPolicy: policy({ NumericEquals: { a: '1' } }) },
    ];
    await expect(startStsTwin({ issuers: [], roles })).rejects.toThrow('NumericEquals');
  });
});

describe('a statement', () => {
  test.each([
    ['without conditions', policy(undefined), true],
    ['for another principal', policy(undefined, { Principal: { Federated: `${provider}x` } }), false],
    ['for an AWS principal', policy(undefined, { Principal: { AWS: provider } }), false],
    ['for several principals', policy(undefined, { Principal: { Federated: ['x', provider] } }), true],
    ['for another action', policy(undefined, { Action: 'sts:AssumeRole' }), false],
    ['for all actions of STS', policy(undefined, { Action: 'sts:*' }), true],
    ['for several actions', policy(undefined, { Action: ['sts:TagSession', action] }), true],
    ['that denies', policy(undefined, { Effect: 'Deny' }), false],
  ])('%s: %#', (_name, trust, admitted) => {
    expect(isAdmitted(trust)).toBe(admitted);
  });

  test('that denies wins over one that allows', () => {
    const allow = policy(undefined).Statement as TrustStatement;
    const trust: TrustPolicy = { Version: '2012-10-17', Statement: [allow, { ...allow, Effect: 'Deny' }] };
    expect(isAdmitted(trust)).toBe(false);
    expect(isAdmitted({ ...trust, Statement: [] })).toBe(false);
  });
});
