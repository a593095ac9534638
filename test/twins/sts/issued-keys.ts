import { randomBytes } from 'node:crypto';

/** Temporary credentials that the twin handed out, made at run time. */
export interface IssuedKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  /** `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION`. */
  readonly arn: string;
  readonly account: string;
  readonly userId: string;
}

const keyAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

export function issueKeys(roleArn: string, sessionName: string, expiresAt: number): IssuedKeys {
  const [, partition, , , account = '', resource = ''] = roleArn.split(':');
  const role = resource.split('/').at(-1) ?? '';
  return {
    accessKeyId: `${['AS', 'IA'].join('')}${randomName(16)}`,
    secretAccessKey: randomBytes(30).toString('base64'),
    sessionToken: randomBytes(240).toString('base64'),
    expiresAt,
    arn: `arn:${partition}:sts::${account}:assumed-role/${role}/${sessionName}`,
    account,
    userId: `${['AR', 'OA'].join('')}${randomName(16)}:${sessionName}`,
  };
}

function randomName(length: number): string {
  return Array.from(randomBytes(length), (byte) => keyAlphabet[byte % keyAlphabet.length]).join('');
}
