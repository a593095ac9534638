import type { JsonWebKey } from 'node:crypto';
import { createPublicKey, verify } from 'node:crypto';
import { EntraError } from './entra-error.ts';

export interface Assertion {
  readonly issuer: string;
  readonly subject: string;
  readonly audience: string;
}

type Claims = Readonly<Record<string, unknown>>;

/** Reads an assertion without trusting it: Entra looks for the federated credential by its claims. */
export function readAssertion(jwt: string): Assertion {
  const [header = '', payload = '', signature = '', ...more] = jwt.split('.');
  const claims = decode(payload);
  if (decode(header) === undefined || claims === undefined || signature === '' || more.length > 0) {
    throw new EntraError(50027, 'invalid_request', 'JWT token is invalid or malformed.');
  }
  return { issuer: String(claims['iss']), subject: String(claims['sub']), audience: String(claims['aud']) };
}

/** Verifies signature and time. @throws EntraError 700027, 700024, 700021. */
export function verifyAssertion(jwt: string, keys: readonly JsonWebKey[], now: number): void {
  const [header = '', payload = '', signature = ''] = jwt.split('.');
  const head = decode(header);
  const claims = decode(payload);
  const key = keys.find((each) => each['kid'] === head?.['kid']);
  const input = Buffer.from(`${header}.${payload}`);
  const isSigned =
    head?.['alg'] === 'RS256' &&
    key !== undefined &&
    verify('RSA-SHA256', input, createPublicKey({ key, format: 'jwk' }), Buffer.from(signature, 'base64url'));
  if (!isSigned) {
    throw new EntraError(700027, 'invalid_client', 'Client assertion failed signature validation.');
  }
  const seconds = now / 1000;
  if (!(Number(claims?.['exp']) > seconds) || Number(claims?.['nbf']) > seconds + 300) {
    throw new EntraError(
      700024,
      'invalid_client',
      'Client assertion is not within its valid time range. Review the documentation at https://learn.microsoft.com/entra/identity-platform/certificate-credentials .',
    );
  }
}

function decode(part: string): Claims | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Claims) : undefined;
  } catch {
    return undefined;
  }
}
