import { createPublicKey, type JsonWebKeyInput, type KeyObject } from 'node:crypto';
import { failure } from '@sallyport/errors';
import type { HttpClient } from '@sallyport/http';
import { keysUrlOf } from './issuer.ts';
import { parseStrictObject } from './strict-json.ts';

/** The RSA signing keys of an issuer, by key id. */
export type KeySet = ReadonlyMap<string, KeyObject>;

/** GitHub's key set has about 8 KiB. */
const largestKeySet = 256 * 1024;
const mostKeys = 100;
const smallestModulus = 2048;

/**
 * Reads an issuer's key set (RFC 7517). Keys that are not for verifying RS256 are left out.
 * @throws CodedError `oidc/keys-unavailable`, `oidc/keys-invalid`, or `http/*`.
 */
export async function fetchKeys(issuer: string, http: HttpClient): Promise<KeySet> {
  const response = await http.send({
    method: 'GET',
    url: keysUrlOf(issuer),
    headers: { accept: 'application/json' },
    repeat: 'always',
    peer: "the issuer's key set",
    maxBytes: largestKeySet,
  });
  if (response.status !== 200) {
    throw failure('oidc/keys-unavailable', {
      what: `The signing keys of the issuer could not be read: it answered ${response.status}.`,
    });
  }
  return readKeySet(Buffer.from(response.body).toString('utf8'));
}

/** @throws CodedError `oidc/keys-invalid`. */
export function readKeySet(text: string): KeySet {
  const entries = parseStrictObject(text)?.['keys'];
  if (!Array.isArray(entries) || entries.length > mostKeys) throw failure('oidc/keys-invalid');
  const keys = new Map<string, KeyObject>();
  for (const entry of entries as unknown[]) {
    const key = readKey(entry);
    if (key === undefined) continue;
    // Two keys under one id: whoever reads the set could mean either, so neither is used.
    if (keys.has(key.id))
      throw failure('oidc/keys-invalid', { what: 'The issuer published two keys with one id.' });
    keys.set(key.id, key.key);
  }
  if (keys.size === 0) throw failure('oidc/keys-invalid');
  return keys;
}

function readKey(entry: unknown): { readonly id: string; readonly key: KeyObject } | undefined {
  if (typeof entry !== 'object' || entry === null) return undefined;
  const { kty, kid, n, e, alg, use } = entry as Readonly<Record<string, unknown>>;
  if (kty !== 'RSA' || typeof kid !== 'string' || typeof n !== 'string' || typeof e !== 'string')
    return undefined;
  if ((alg !== undefined && alg !== 'RS256') || (use !== undefined && use !== 'sig')) return undefined;
  try {
    const input: JsonWebKeyInput = { key: { kty, n, e }, format: 'jwk' };
    const key = createPublicKey(input);
    const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
    return bits >= smallestModulus ? { id: kid, key } : undefined;
  } catch {
    return undefined;
  }
}
