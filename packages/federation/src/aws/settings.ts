import { failure } from '@sallyport/errors';
import type { InputSource } from '../provider.ts';
import { chainInputs, readRoleChain, type RoleChain } from './chain-settings.ts';
import { partitionOf, stsEndpoint } from './endpoint.ts';

export interface AwsSettings {
  readonly roleArn: string;
  readonly accountId: string;
  readonly region: string;
  readonly audience: string;
  readonly endpoint: string;
  readonly durationSeconds: number;
  /** Absent: made from the run. */
  readonly sessionName: string | undefined;
  readonly allowedAccountIds: readonly string[];
  readonly inlinePolicy: string | undefined;
  readonly managedPolicies: readonly string[];
  readonly profile: string;
  readonly maskAccountId: boolean;
  readonly chain: RoleChain;
}

/** Names in `action.yml`; the aliases are those of aws-actions/configure-aws-credentials. */
export const awsInputs = [
  'role-to-assume',
  'aws-region',
  'role-duration-seconds',
  'role-session-name',
  'allowed-account-ids',
  'inline-session-policy',
  'managed-session-policies',
  'aws-profile',
  'sts-endpoint',
  'mask-aws-account-id',
  'expected-account-ids',
  ...chainInputs,
] as const;

// IAM reference, "IAM ARNs": path segments between `role/` and the name.
const roleArn = /^arn:(aws[a-z-]*):iam::(\d{12}):role\/[\w+=,.@/-]{1,576}$/;

/** Everything about AWS that can be wrong before a request. @throws CodedError `inputs/*` */
export function readAwsSettings(inputs: InputSource): AwsSettings {
  const region = readRegion(inputs);
  const arn = inputs.text('role-to-assume', { required: true });
  const [, partition, accountId = ''] = roleArn.exec(arn) ?? [];
  if (partition === undefined) throw invalidRole();
  if (partition !== partitionOf(region).name) throw wrongPartition(partition, region);
  const allowedAccountIds = readAccountIds(inputs);
  const durationSeconds = inputs.integer('role-duration-seconds', {
    min: 900,
    max: 43_200,
    default: 900,
    unit: 'seconds',
  });
  const chain = readRoleChain(inputs, durationSeconds, (role) => roleArn.exec(role)?.[1] === partition);
  checkAccounts([arn, ...chain.roles], allowedAccountIds);
  return {
    roleArn: arn,
    accountId,
    region,
    audience: inputs.text('audience', { default: partitionOf(region).audience }),
    endpoint: inputs.text('sts-endpoint', { default: stsEndpoint(region) }),
    durationSeconds,
    sessionName: readSessionName(inputs),
    allowedAccountIds,
    inlinePolicy: readInlinePolicy(inputs),
    managedPolicies: readManagedPolicies(inputs),
    profile: readProfile(inputs),
    maskAccountId: inputs.boolean('mask-aws-account-id', { default: false }),
    chain,
  };
}

function checkAccounts(roles: readonly string[], allowed: readonly string[]): void {
  const stranger = roles.find((arn) => !allowed.includes(arn.split(':')[4] ?? ''));
  if (allowed.length === 0 || stranger === undefined) return;
  const input = stranger === roles[0] ? 'role-to-assume' : 'role-chain';
  throw failure('exchange/account-not-allowed', {
    what: `The role in \`${input}\` belongs to an account that \`allowed-account-ids\` does not list.`,
    why: 'It was refused before any request.',
  });
}

function readRegion(inputs: InputSource): string {
  const region = inputs.text('aws-region', { required: true });
  if (!/^[a-z]{2,4}(-[a-z]+){1,3}-\d{1,2}$/.test(region)) {
    throw failure('inputs/invalid', {
      what: 'The input `aws-region` is not the name of a region.',
      remedy: 'Write it as in `eu-central-1`.',
    });
  }
  return region;
}

function readAccountIds(inputs: InputSource): string[] {
  const ids = inputs.list('allowed-account-ids', { aliases: ['expected-account-ids'], commas: true });
  if (ids.some((id) => !/^\d{12}$/.test(id))) {
    throw failure('inputs/invalid', {
      what: 'The input `allowed-account-ids` holds something that is not an account id.',
      why: 'An account id has twelve digits; without quotes YAML drops leading zeros.',
      remedy: 'Write each id with twelve digits, in quotes.',
    });
  }
  return ids;
}

function readSessionName(inputs: InputSource): string | undefined {
  const name = inputs.optional('role-session-name');
  if (name !== undefined && !/^[\w+=,.@-]{2,64}$/.test(name)) {
    throw failure('inputs/invalid', {
      what: 'The input `role-session-name` is not one that AWS accepts.',
      remedy: 'Use 2 to 64 letters, digits and `_ + = , . @ -`.',
    });
  }
  return name;
}

// STS API reference: at most 2,048 characters of inline policy and ten managed policies.
function readInlinePolicy(inputs: InputSource): string | undefined {
  const policy = inputs.optional('inline-session-policy');
  if (policy === undefined) return undefined;
  try {
    return JSON.stringify(JSON.parse(policy));
  } catch {
    throw failure('inputs/invalid', {
      what: 'The input `inline-session-policy` is not JSON.',
      remedy: 'Write the policy as one JSON document.',
    });
  }
}

function readManagedPolicies(inputs: InputSource): string[] {
  const policies = inputs.list('managed-session-policies', { commas: true });
  if (
    policies.length > 10 ||
    policies.some((policy) => !/^arn:aws[a-z-]*:iam::(\d{12}|aws):policy\/\S+$/.test(policy))
  ) {
    throw failure('inputs/invalid', {
      what: 'The input `managed-session-policies` is not a list of at most ten policy ARNs.',
      remedy: 'Write one ARN a line.',
    });
  }
  return policies;
}

function readProfile(inputs: InputSource): string {
  const profile = inputs.text('aws-profile', { default: 'default' });
  if (!/^[\w.@+-]{1,64}$/.test(profile)) {
    throw failure('inputs/invalid', {
      what: 'The input `aws-profile` is not a name for a profile.',
      remedy: 'Use letters, digits and `_ . @ + -`.',
    });
  }
  return profile;
}

function invalidRole(): Error {
  return failure('inputs/invalid', {
    what: 'The input `role-to-assume` is not the ARN of a role.',
    remedy: 'Write it as in `arn:aws:iam::123456789012:role/deploy`.',
  });
}

function wrongPartition(partition: string, region: string): Error {
  return failure('inputs/conflict', {
    what: `The role is in the partition \`${partition}\`, but the region ${region} is not.`,
    remedy: 'Use a region and a role of the same partition.',
  });
}
