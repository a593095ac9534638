import { createPublicKey, verify, type JsonWebKey } from 'node:crypto';
import { StsError } from './sts-error.ts';

/** An OIDC identity provider of the account. */
export interface IdentityProvider {
  readonly issuer: string;
  /** The client ids that the provider admits as audience. */
  readonly audiences: readonly string[];
  /** The issuer's key set; read through discovery, as AWS does, unless given. */
  readonly readKeys?: () => Promise<readonly JsonWebKey[]>;
}

export type TokenClaims = Readonly<Record<string, unknown>>;

/**
 * Verifies a web identity token as STS does: provider, signature, time, audience.
 * @throws StsError `InvalidIdentityToken`, `ExpiredTokenException`, `IDPCommunicationError`.
 */
export async function verifyWebIdentity(
  jwt: string,
  providers: readonly IdentityProvider[],
  now: number,
): Promise<{ readonly claims: TokenClaims; readonly provider: IdentityProvider }> {
  const [header = '', payload = '', signature = '', ...more] = jwt.split('.');
  const head = decode(header);
  const claims = decode(payload);
  if (head === undefined || claims === undefined || more.length > 0) {
    throw invalid(
      'The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)',
    );
  }
  const provider = providers.find((each) => each.issuer === claims['iss']);
  if (provider === undefined) {
    throw invalid(`No OpenIDConnect provider found in your account for ${String(claims['iss'])}`);
  }
  const keys = await readKeys(provider);
  const key = keys.find((each) => each['kid'] === head['kid']);
  const input = Buffer.from(`${header}.${payload}`);
  const isSigned =
    head['alg'] === 'RS256' &&
    key !== undefined &&
    verify('RSA-SHA256', input, createPublicKey({ key, format: 'jwk' }), Buffer.from(signature, 'base64url'));
  if (!isSigned)
    throw invalid(
      "Couldn't retrieve verification key from your identity provider, or the signature is wrong",
    );
  const seconds = Math.floor(now / 1000);
  if (typeof claims['exp'] !== 'number' || claims['exp'] <= seconds) {
    throw new StsError(
      'ExpiredTokenException',
      400,
      `Token expired: current date/time ${seconds} must be before the expiration date/time ${String(claims['exp'])}`,
    );
  }
  // AWS accepts tokens that begin up to five minutes in the future.
  if (Number(claims['iat']) > seconds + 300) throw invalid('Token is not valid yet');
  if (!provider.audiences.includes(String(claims['aud']))) throw invalid('Incorrect token audience');
  return { claims, provider };
}

function decode(part: string): TokenClaims | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as TokenClaims) : undefined;
  } catch {
    return undefined;
  }
}

async function readKeys(provider: IdentityProvider): Promise<readonly JsonWebKey[]> {
  if (provider.readKeys !== undefined) return provider.readKeys();
  try {
    const discovery = await readJson(`${provider.issuer}/.well-known/openid-configuration`);
    const set = await readJson(String(discovery['jwks_uri']));
    return set['keys'] as readonly JsonWebKey[];
  } catch {
    throw new StsError('IDPCommunicationError', 400, 'Unable to communicate with the identity provider');
  }
}

async function readJson(url: string): Promise<TokenClaims> {
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(5_000) });
  if (!response.ok) throw new Error(`The identity provider answered ${response.status}.`);
  return (await response.json()) as TokenClaims;
}

function invalid(message: string): StsError {
  return new StsError('InvalidIdentityToken', 400, message);
}
