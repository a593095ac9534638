import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { TwinRequest } from '../loopback-server.ts';
import type { IssuedKeys } from './issued-keys.ts';
import { StsError } from './sts-error.ts';

const skewMilliseconds = 15 * 60 * 1000;

/**
 * Verifies a request signed with issued keys (IAM User Guide, "AWS Signature Version 4 for API requests").
 * @throws StsError `MissingAuthenticationToken`, `InvalidClientTokenId`, `ExpiredToken`, `SignatureDoesNotMatch`.
 */
export function authenticate(request: TwinRequest, issued: readonly IssuedKeys[], now: number): IssuedKeys {
  const authorization = request.headers['authorization'] ?? '';
  const fields =
    /^AWS4-HMAC-SHA256 Credential=([A-Z0-9]+)\/(\d{8}\/[a-z0-9-]+\/sts\/aws4_request), ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$/.exec(
      authorization,
    );
  if (fields === null)
    throw new StsError('MissingAuthenticationToken', 403, 'Request is missing Authentication Token', true);
  const [, id, scope = '', signedHeaders = '', signature = ''] = fields;
  const keys = issued.find((each) => each.accessKeyId === id);
  if (keys === undefined || request.headers['x-amz-security-token'] !== keys.sessionToken) {
    throw new StsError('InvalidClientTokenId', 403, 'The security token included in the request is invalid.');
  }
  if (now >= keys.expiresAt) {
    throw new StsError('ExpiredToken', 403, 'The security token included in the request is expired');
  }
  const date = request.headers['x-amz-date'] ?? '';
  if (Math.abs(parseDate(date) - now) > skewMilliseconds || !date.startsWith(scope.slice(0, 8))) {
    throw mismatch('Signature expired or not yet current');
  }
  for (const name of ['host', 'x-amz-date', 'x-amz-security-token']) {
    if (!signedHeaders.split(';').includes(name)) throw mismatch(`${name} is not signed`);
  }
  const expected = sign(canonicalRequest(request, signedHeaders), date, scope, keys.secretAccessKey);
  if (!timingSafeEqual(Buffer.from(expected, 'hex'), Buffer.from(signature, 'hex'))) {
    throw mismatch('The request signature we calculated does not match the signature you provided.');
  }
  return keys;
}

function canonicalRequest(request: TwinRequest, signedHeaders: string): string {
  const url = new URL(request.target, 'http://twin');
  const query = [...url.searchParams]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&');
  const headers = signedHeaders
    .split(';')
    .map((name) => `${name}:${(request.headers[name] ?? '').trim().replaceAll(/ +/g, ' ')}\n`)
    .join('');
  return [request.method, url.pathname, query, headers, signedHeaders, sha256(request.body)].join('\n');
}

function sign(canonical: string, date: string, scope: string, secret: string): string {
  const text = ['AWS4-HMAC-SHA256', date, scope, sha256(Buffer.from(canonical))].join('\n');
  let key: Buffer = Buffer.from(`AWS4${secret}`);
  for (const part of scope.split('/')) key = createHmac('sha256', key).update(part).digest();
  return createHmac('sha256', key).update(text).digest('hex');
}

function parseDate(text: string): number {
  return Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z')) || 0;
}

function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function mismatch(message: string): StsError {
  return new StsError('SignatureDoesNotMatch', 403, message);
}
