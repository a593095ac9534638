import type { StsCredentials } from '../aws/sts-answer.ts';
import { assumeRoleWithWebIdentity } from '../aws/exchange.ts';
import { assumeRoleChain } from '../aws/role-chain.ts';
import { explainForAws } from '../aws/explain.ts';
import { type AwsSettings, awsInputs, readAwsSettings } from '../aws/settings.ts';
import type { Grant, Provider, RunIdentity } from '../provider.ts';

/** AWS: AssumeRoleWithWebIdentity at the regional STS. There is no revocation: the credentials end by themselves. */
export const provider: Provider<AwsSettings> = {
  id: 'aws',
  title: 'AWS STS',
  inputs: awsInputs,
  infersFrom: ['role-to-assume'],
  clears: [
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_SESSION_TOKEN',
    'AWS_PROFILE',
    'AWS_WEB_IDENTITY_TOKEN_FILE',
    'AWS_ROLE_ARN',
    'AWS_ROLE_SESSION_NAME',
    'AWS_SECURITY_TOKEN',
    'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
    'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  ],
  readSettings: readAwsSettings,
  audience: (settings) => settings.audience,
  role: lastRole,
  lifetimeSeconds: (settings) => settings.durationSeconds,
  async exchange(token, settings, context) {
    const roles = [settings.roleArn, ...settings.chain.roles];
    if (settings.maskAccountId) for (const role of roles) context.mask(accountOf(role));
    const session = settings.sessionName ?? sessionNameOf(context.run);
    const first = await assumeRoleWithWebIdentity(token, settings, session, context);
    return grantOf(await assumeRoleChain(first, settings, session, context), settings, session);
  },
  explain: explainForAws,
};

/** Whose credentials are handed over. */
function lastRole({ roleArn, chain }: AwsSettings): string {
  return chain.roles.at(-1) ?? roleArn;
}

function accountOf(roleArn: string): string {
  return roleArn.split(':')[4] ?? '';
}

/** `gha-<run>-<attempt>-<job>` in the characters and length that STS allows: the join key with CloudTrail. */
export function sessionNameOf({ runId, runAttempt, job }: RunIdentity): string {
  return `gha-${runId}-${runAttempt}-${job}`.replace(/[^\w+=,.@-]/g, '-').slice(0, 64);
}

function grantOf(credentials: StsCredentials, settings: AwsSettings, session: string): Grant {
  const { accessKeyId, secretAccessKey, sessionToken, expiresAt } = credentials;
  const regions = { AWS_REGION: settings.region, AWS_DEFAULT_REGION: settings.region };
  return {
    role: lastRole(settings),
    session,
    expiresAt,
    environment: {
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_SESSION_TOKEN: sessionToken,
      ...regions,
    },
    outputs: {
      'aws-account-id': accountOf(lastRole(settings)),
      'authenticated-arn': credentials.assumedRoleArn,
    },
    secretOutputs: {
      'aws-access-key-id': accessKeyId,
      'aws-secret-access-key': secretAccessKey,
      'aws-session-token': sessionToken,
      'aws-expiration': new Date(expiresAt * 1000).toISOString(),
    },
    files: {
      credentials: [
        `[${settings.profile}]`,
        `aws_access_key_id = ${accessKeyId}`,
        `aws_secret_access_key = ${secretAccessKey}`,
        `aws_session_token = ${sessionToken}`,
        '',
      ].join('\n'),
      config: `[${settings.profile === 'default' ? 'default' : `profile ${settings.profile}`}]\nregion = ${settings.region}\n`,
    },
    fileEnvironment: (paths) => ({
      AWS_SHARED_CREDENTIALS_FILE: paths['credentials'] ?? '',
      AWS_CONFIG_FILE: paths['config'] ?? '',
      AWS_PROFILE: settings.profile,
      ...regions,
    }),
  };
}
