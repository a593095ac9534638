import { createPrivateKey, type KeyObject, sign } from 'node:crypto';
import { failure } from '@sallyport/errors';
import type { Environment } from '@sallyport/runner';

export interface SigningKey {
  /** PEM. */
  readonly key: string;
  readonly password: string | undefined;
  readonly seconds: number;
}

/**
 * A JWT of an issuer of one's own (RS256, RFC 7515), with the claims that vault-action gives it, so that roles made
 * for it go on working.
 * @param now milliseconds since the epoch.
 * @throws CodedError `inputs/invalid` for a key that is none.
 */
export function signJwt(
  { key, password, seconds }: SigningKey,
  environment: Environment,
  now: number,
): string {
  const at = Math.floor(now / 1000);
  const claims = {
    iss: 'vault-action',
    iat: at,
    nbf: at,
    exp: at + seconds,
    event: environment['GITHUB_EVENT_NAME'],
    workflow: environment['GITHUB_WORKFLOW'],
    sha: environment['GITHUB_SHA'],
    actor: environment['GITHUB_ACTOR'],
    repository: environment['GITHUB_REPOSITORY'],
    ref: environment['GITHUB_REF'],
  };
  const signed = [{ alg: 'RS256', typ: 'JWT' }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${signed}.${sign('sha256', Buffer.from(signed), readKey(key, password)).toString('base64url')}`;
}

function readKey(key: string, password: string | undefined): KeyObject {
  try {
    const read = createPrivateKey({ key, ...(password === undefined ? {} : { passphrase: password }) });
    if (read.asymmetricKeyType === 'rsa') return read;
  } catch {
    // OpenSSL's words could repeat parts of the key.
  }
  throw failure('inputs/invalid', {
    what: 'The input `jwt-private-key` is no RSA key in PEM, or `jwt-key-password` does not open it.',
    remedy: 'Give the key as PEM text, or that text in base64.',
  });
}
