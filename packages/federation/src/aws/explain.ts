import { type Claims, claimText } from '@sallyport/github-identity';
import { hclString } from '../hcl.ts';
import type { Explanation } from '../provider.ts';
import type { AwsSettings } from './settings.ts';

/**
 * The keys that IAM really evaluates for GitHub's issuer, beside `aud` and `sub` (AWS service authorization data,
 * announced January 2026).
 */
export const awsConditionKeys = [
  'actor',
  'actor_id',
  'enterprise_id',
  'environment',
  'job_workflow_ref',
  'ref',
  'repository',
  'repository_id',
  'repository_owner_id',
  'workflow',
] as const;

/** In the order in which they should be read; names that can be recycled are left to their ids. */
const tightest = ['repository_id', 'repository_owner_id', 'job_workflow_ref', 'environment', 'ref'] as const;

/** The trust policy that admits exactly the runs of this token, and what of the asserted policy AWS cannot see. */
export function explainForAws(
  settings: AwsSettings,
  claims: Claims,
  asserted: readonly string[],
): Explanation {
  const issuer = (claimText(claims, 'iss') ?? '').replace(/^https?:\/\//, '');
  const conditions = Object.fromEntries(
    ['aud', 'sub', ...tightest].flatMap((name) => {
      const value = claimText(claims, name);
      return value === undefined ? [] : [[`${issuer}:${name}`, value] as const];
    }),
  );
  const [, partition = 'aws'] = settings.roleArn.split(':');
  const principal = `arn:${partition}:iam::${settings.accountId}:oidc-provider/${issuer}`;
  const checkable: readonly string[] = ['iss', 'aud', 'sub', ...awsConditionKeys];
  return {
    drafts: [
      {
        title: 'Trust policy of the role (JSON)',
        language: 'json',
        text: trustPolicy(principal, conditions),
      },
      {
        title: 'Trust policy of the role (Terraform)',
        language: 'hcl',
        text: terraform(principal, conditions),
      },
    ],
    uncheckable: asserted
      .filter((claim) => !checkable.includes(claim))
      .map((claim) => ({ claim, reason: 'AWS has no condition key for it, so only this step checks it.' })),
    notes: [
      'Every condition is `StringEquals`. `ForAllValues:` is true when a claim is absent, and a `*` in `sub` admits pull requests.',
      'AWS checks a role only against this policy: whoever may edit it can undo it.',
    ],
  };
}

function trustPolicy(principal: string, conditions: Readonly<Record<string, string>>): string {
  const policy = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: principal },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: { StringEquals: conditions },
      },
    ],
  };
  return JSON.stringify(policy, null, 2);
}

function terraform(principal: string, conditions: Readonly<Record<string, string>>): string {
  const blocks = Object.entries(conditions).map(
    ([variable, value]) =>
      `    condition {\n      test     = "StringEquals"\n      variable = ${hclString(variable)}\n      values   = [${hclString(value)}]\n    }`,
  );
  return [
    'data "aws_iam_policy_document" "trust" {',
    '  statement {',
    '    actions = ["sts:AssumeRoleWithWebIdentity"]',
    '    principals {',
    '      type        = "Federated"',
    `      identifiers = [${hclString(principal)}]`,
    '    }',
    ...blocks,
    '  }',
    '}',
  ].join('\n');
}
