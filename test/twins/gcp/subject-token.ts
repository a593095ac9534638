import { createPublicKey, verify, type JsonWebKey } from 'node:crypto';
import { holds } from './attribute-condition.ts';
import { GcpError } from './gcp-error.ts';

export interface WorkloadIdentityProvider {
  /** `projects/<number>/locations/global/workloadIdentityPools/<pool>/providers/<provider>` */
  readonly name: string;
  readonly issuer: string;
  /** Empty: the full resource name, with or without `https:`. */
  readonly allowedAudiences?: readonly string[];
  readonly attributeCondition?: string;
  readonly readKeys: () => Promise<readonly JsonWebKey[]>;
}

type Claims = Readonly<Record<string, unknown>>;

/**
 * Verifies a subject token as Google's STS does, in its order and with its words: issuer, signature, time, audience,
 * mapping, condition.
 * @throws GcpError `invalid_grant`, `unauthorized_client`.
 */
export async function verifySubjectToken(
  jwt: string,
  provider: WorkloadIdentityProvider,
  now: number,
): Promise<Claims> {
  const [header = '', payload = '', signature = ''] = jwt.split('.');
  const head = decode(header);
  const claims = decode(payload);
  const refused = (message: string): GcpError => new GcpError('invalid_grant', 400, message);
  if (head === undefined || claims === undefined) throw refused('Unable to parse the ID Token.');
  if (claims['iss'] !== provider.issuer) {
    throw refused(
      `The issuer in ID Token ${String(claims['iss'])} does not match the expected ones: ${provider.issuer}.`,
    );
  }
  const key = (await provider.readKeys()).find((each) => each['kid'] === head['kid']);
  const input = Buffer.from(`${header}.${payload}`);
  const isSigned =
    head['alg'] === 'RS256' &&
    key !== undefined &&
    verify('RSA-SHA256', input, createPublicKey({ key, format: 'jwk' }), Buffer.from(signature, 'base64url'));
  if (!isSigned) throw refused('Invalid ID Token signature.');
  const seconds = now / 1000;
  if (!(Number(claims['exp']) > seconds) || Number(claims['iat']) > seconds + 300) {
    throw refused(`ID Token issued at ${String(claims['iat'])} is stale to sign-in.`);
  }
  const canonical = `//iam.googleapis.com/${provider.name}`;
  const audiences = provider.allowedAudiences ?? [canonical, `https:${canonical}`];
  if (!audiences.includes(String(claims['aud']))) {
    throw refused(
      `The audience in ID Token [${String(claims['aud'])}] does not match the expected audience.`,
    );
  }
  if (Buffer.byteLength(String(claims['sub'])) > 127) {
    throw refused('The size of mapped attribute google.subject exceeds the 127 bytes limit.');
  }
  if (provider.attributeCondition !== undefined && !holds(provider.attributeCondition, claims)) {
    throw new GcpError(
      'unauthorized_client',
      400,
      'The given credential is rejected by the attribute condition.',
    );
  }
  return claims;
}

function decode(part: string): Claims | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Claims) : undefined;
  } catch {
    return undefined;
  }
}
