import { verify, type KeyObject } from 'node:crypto';
import { failure } from '@sallyport/errors';
import { parseStrictObject } from './strict-json.ts';

/** A token that was taken apart and not yet believed. */
export interface UnverifiedToken {
  readonly keyId: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** The bytes that are signed: header and payload as they came. */
  readonly signedText: string;
  readonly signature: Uint8Array;
}

/** GitHub's tokens have about 2 KiB; custom properties and long branch names add to that. */
const longestToken = 32 * 1024;
const base64url = /^[A-Za-z0-9_-]+$/;
const longestKeyId = 256;

/**
 * Takes a JWT in compact form apart (RFC 7515 section 7.1). Only RS256 is accepted, decided before any key is chosen,
 * so that `none` and an HMAC under the public key never reach a comparison (RFC 8725 section 3.1).
 * @throws CodedError `oidc/token-malformed`, `oidc/algorithm`. Never quotes the token.
 */
export function readToken(jwt: string): UnverifiedToken {
  if (jwt.length > longestToken) {
    throw malformed(`The token has ${jwt.length} characters, more than ${longestToken}.`);
  }
  const parts = jwt.split('.');
  const [header, payload, signature] = parts;
  if (parts.length !== 3 || header === undefined || payload === undefined || signature === undefined) {
    throw malformed(`The token has ${parts.length} parts instead of 3.`);
  }
  const head = readPart(header, 'header');
  if (head['alg'] !== 'RS256') throw failure('oidc/algorithm');
  if (head['crit'] !== undefined) throw malformed('The header of the token demands an extension (`crit`).');
  const keyId = head['kid'];
  if (typeof keyId !== 'string' || keyId === '' || keyId.length > longestKeyId) {
    throw malformed('The header of the token names no key (`kid`).');
  }
  const body = readPart(payload, 'payload');
  if (!isCanonical(signature)) throw malformed('The signature of the token is not base64url.');
  return {
    keyId,
    payload: body,
    signedText: `${header}.${payload}`,
    signature: Buffer.from(signature, 'base64url'),
  };
}

/** RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518 section 3.3). */
export function hasValidSignature(token: UnverifiedToken, key: KeyObject): boolean {
  return verify('RSA-SHA256', Buffer.from(token.signedText, 'ascii'), key, token.signature);
}

function readPart(part: string, name: string): Readonly<Record<string, unknown>> {
  if (!isCanonical(part)) throw malformed(`The ${name} of the token is not base64url.`);
  const bytes = Buffer.from(part, 'base64url');
  const text = bytes.toString('utf8');
  const value = Buffer.from(text, 'utf8').equals(bytes) ? parseStrictObject(text) : undefined;
  if (value === undefined)
    throw malformed(`The ${name} of the token is not a JSON object with unique names.`);
  return value;
}

/** Without padding and with no stray bits, so that one token has one spelling. */
function isCanonical(part: string): boolean {
  return base64url.test(part) && Buffer.from(part, 'base64url').toString('base64url') === part;
}

function malformed(what: string): Error {
  return failure('oidc/token-malformed', { what });
}
