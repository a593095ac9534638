import { failure, plainText } from '@sallyport/errors';
import type { Claims } from '../claims.ts';
import type { IdentityIo } from '../identity.ts';
import type { ExpectedIssuer } from './issuer.ts';
import { hasValidSignature, readToken, type UnverifiedToken } from './jwt.ts';
import { fetchKeys, type KeySet } from './keys.ts';
import { readClaims } from './read-claims.ts';

/**
 * Clocks of runners drift, so a token may begin a minute ahead of ours. Its end has no such leeway: a token that was
 * minted a moment ago has five minutes left, and one that looks expired shows a clock that is as much ahead.
 */
const leewaySeconds = 60;

export interface Expectation {
  readonly issuer: ExpectedIssuer;
  readonly audience: string;
  /** The key set that was asked for together with the token. */
  readonly keys: Promise<KeySet>;
}

/**
 * Checks everything that makes a token believable: form and algorithm, issuer, signature, audience, time (RFC 8725,
 * OpenID Connect Core section 3.1.3.7). The issuer is compared before its keys are used, and nothing else is read from
 * the payload before the signature holds.
 * @throws CodedError `oidc/*`.
 */
export async function verifyToken(jwt: string, expected: Expectation, io: IdentityIo): Promise<Claims> {
  const token = readToken(jwt);
  const issuer = token.payload['iss'];
  if (typeof issuer !== 'string' || !expected.issuer.accepts(issuer))
    throw wrongIssuer(issuer, expected.issuer);
  await checkSignature(token, issuer, expected.keys, io);
  const claims = readClaims(token.payload);
  if (claims.aud !== expected.audience) {
    throw failure('oidc/audience', {
      what: `The token is for the audience "${plainText(claims.aud)}" instead of "${plainText(expected.audience)}".`,
    });
  }
  checkTime(claims, io.clock.now() / 1000);
  return claims;
}

async function checkSignature(
  token: UnverifiedToken,
  issuer: string,
  keys: Promise<KeySet>,
  io: IdentityIo,
): Promise<void> {
  // GitHub rotates keys: one that is not in the set that was fetched first may have been added since.
  const key = (await keys).get(token.keyId) ?? (await fetchKeys(issuer, io.http)).get(token.keyId);
  if (key === undefined) throw failure('oidc/unknown-key');
  if (!hasValidSignature(token, key)) throw failure('oidc/signature');
}

function checkTime(claims: Claims, now: number): void {
  if (now >= claims.exp) {
    throw failure('oidc/expired', {
      what: `By the clock of this runner the token expired ${Math.floor(now - claims.exp)} s ago.`,
    });
  }
  const begin = Math.max(claims.iat, Number(claims['nbf'] ?? 0));
  const early = Math.ceil(begin - now);
  if (early > leewaySeconds) {
    throw failure('oidc/not-yet-valid', {
      what: `By the clock of this runner the token becomes valid in ${early} s.`,
    });
  }
}

function wrongIssuer(issuer: unknown, expected: ExpectedIssuer): Error {
  const shown = typeof issuer === 'string' ? `"${plainText(issuer)}"` : 'nobody';
  return failure('oidc/issuer', {
    what: `The token was issued by ${shown}, but this job's issuer is ${expected.description}.`,
  });
}
