import { hexLower, base62, base32, base64 } from '../alphabets.ts';
import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { oneOf, run, uuid } from '../shape.ts';
import { token } from '../token.ts';

const keyIds = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html';
const queryCharacters = `${base62}%&=.-_~`;

/** When a presigned URL ends to be of use: its `X-Amz-Date` and, in seconds, its `X-Amz-Expires`. */
function presignedExpiry(url: string): number | undefined {
  const date = /X-Amz-Date=(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/.exec(url);
  const lifetime = /X-Amz-Expires=(\d{1,6})/.exec(url)?.[1];
  if (date === null || lifetime === undefined) return undefined;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = date.slice(1).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second) + Number(lifetime) * 1000;
}

export const rules: readonly Rule[] = [
  token({
    id: 'aws-access-key-id',
    title: 'AWS access key id',
    severity: 'medium',
    shape: [oneOf('AKIA', 'ABIA', 'ACCA'), run(base32, 16)],
    remedy:
      'Deactivate and then delete the key under IAM > Users > Security credentials, and look for its secret key nearby.',
    source: keyIds,
  }),
  token({
    id: 'aws-session-key-id',
    title: 'AWS temporary access key id',
    severity: 'low',
    shape: ['ASIA', run(base32, 16)],
    remedy:
      'Revoke the active sessions of the role under IAM > Roles > Revoke sessions, and look for the secret nearby.',
    source: keyIds,
  }),
  assigned({
    id: 'aws-secret-access-key',
    title: 'AWS secret access key',
    severity: 'critical',
    confidence: 'high',
    names: ['aws_secret_access_key', 'aws_secret_key', 'secret_access_key'],
    shape: [run(base64, 40)],
    remedy:
      'Deactivate and then delete the key pair under IAM > Users > Security credentials, and review CloudTrail.',
    source: keyIds,
  }),
  token({
    id: 'aws-session-token',
    title: 'AWS session token',
    severity: 'high',
    shape: [oneOf('IQoJb3JpZ2lu', 'FwoGZXIvYXdz'), run(base64, 200, 3000), oneOf('==', '=', '')],
    remedy: 'Revoke the active sessions of the role under IAM > Roles > Revoke sessions.',
    source: 'https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html',
  }),
  token({
    id: 'aws-bedrock-api-key',
    title: 'Amazon Bedrock API key (long-term)',
    severity: 'high',
    shape: ['ABSK', run(base64, 109, 269), oneOf('==', '=', '')],
    remedy: 'Delete it under Amazon Bedrock > API keys, and the IAM user that was created for it.',
  }),
  token({
    id: 'aws-bedrock-session-key',
    title: 'Amazon Bedrock API key (short-term)',
    severity: 'medium',
    shape: ['bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t', run(base64, 40, 3000), oneOf('==', '=', '')],
    remedy:
      'Revoke the active sessions of the principal that made it; it ends with them, after 12 hours at most.',
  }),
  token({
    id: 'aws-mws-token',
    title: 'Amazon Marketplace Web Service token',
    severity: 'high',
    shape: ['amzn.mws.', ...uuid],
    remedy: 'Revoke the developer under Seller Central > Settings > User permissions.',
  }),
  token({
    id: 'aws-presigned-url',
    title: 'AWS presigned URL',
    severity: 'medium',
    shape: [
      'X-Amz-Algorithm=AWS4-HMAC-SHA256&',
      run(queryCharacters, 60, 3000),
      'X-Amz-Signature=',
      run(hexLower, 64),
    ],
    prove: (value) => {
      const expiresAt = presignedExpiry(value);
      return expiresAt === undefined ? { proof: 'none' } : { proof: 'none', expiresAt };
    },
    remedy: 'Let it expire, or deactivate the key that signed it if that takes too long.',
    source: 'https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html',
  }),
];
