import {
  createHash,
  createHmac,
  createSign,
  generateKeyPairSync,
  randomUUID,
  type JsonWebKey,
  type KeyObject,
} from 'node:crypto';

/** A key of the issuer, made at run time. */
export interface SigningKey {
  readonly id: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** RFC 7517 §4.8: a base64url SHA-1 digest; strict readers refuse any other length. */
export function thumbprint(key: SigningKey): string {
  return createHash('sha1')
    .update(key.publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64url');
}

export function createSigningKey(bits = 2048): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: bits });
  return { id: randomUUID(), privateKey, publicKey };
}

/** The public half as GitHub publishes it (RFC 7517). */
export function toJwk(key: SigningKey): JsonWebKey {
  return {
    ...key.publicKey.export({ format: 'jwk' }),
    kid: key.id,
    x5t: thumbprint(key),
    alg: 'RS256',
    use: 'sig',
  };
}

export type Payload = Readonly<Record<string, unknown>>;

export function signRs256(payload: Payload | string, key: SigningKey, header: Payload = {}): string {
  const text = signedText(
    { typ: 'JWT', alg: 'RS256', x5t: thumbprint(key), kid: key.id, ...header },
    payload,
  );
  return `${text}.${createSign('RSA-SHA256').update(text).sign(key.privateKey, 'base64url')}`;
}

/** The classic confusion of keys: an HMAC under the text of the public key. */
export function signHs256(payload: Payload, key: SigningKey): string {
  const secret = key.publicKey.export({ type: 'spki', format: 'pem' });
  const text = signedText({ typ: 'JWT', alg: 'HS256', kid: key.id }, payload);
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}

export function withoutSignature(payload: Payload, key: SigningKey): string {
  return `${signedText({ typ: 'JWT', alg: 'none', kid: key.id }, payload)}.`;
}

function signedText(header: Payload, payload: Payload | string): string {
  const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
  return [JSON.stringify(header), body].map((part) => Buffer.from(part).toString('base64url')).join('.');
}
