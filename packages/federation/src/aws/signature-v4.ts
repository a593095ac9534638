import { createHash, createHmac } from 'node:crypto';

export interface SigningCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Absent for the keys of a user. */
  readonly sessionToken: string | undefined;
}

export interface RequestToSign {
  readonly method: string;
  /** Without a query: the query protocol of AWS puts everything into the body. */
  readonly url: string;
  /** Lower-case names. All are signed, and `host` with them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly region: string;
  readonly service: string;
}

const algorithm = 'AWS4-HMAC-SHA256';

/**
 * Signature Version 4 (IAM User Guide, "Create a signed AWS API request").
 * @param now milliseconds since the epoch.
 * @returns the headers to send: those given, the date, the session token and `authorization`.
 */
export function signRequest(
  request: RequestToSign,
  { accessKeyId, secretAccessKey, sessionToken }: SigningCredentials,
  now: number,
): Readonly<Record<string, string>> {
  const { method, url, body, region, service } = request;
  const { host, pathname } = new URL(url);
  const date = new Date(now).toISOString().replace(/[-:]|\.\d+/g, '');
  const headers: Readonly<Record<string, string>> = {
    ...request.headers,
    'x-amz-date': date,
    ...(sessionToken === undefined ? {} : { 'x-amz-security-token': sessionToken }),
  };
  const signed = Object.entries({ ...headers, host }).sort(([a], [b]) => (a < b ? -1 : 1));
  const names = signed.map(([name]) => name).join(';');
  const lines = signed.map(([name, value]) => `${name}:${value.trim().replaceAll(/ +/g, ' ')}\n`).join('');
  const canonical = [method, pathname, '', lines, names, sha256(body)].join('\n');
  const day = date.slice(0, 8);
  const scope = [day, region, service, 'aws4_request'].join('/');
  const key = [day, region, service, 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${secretAccessKey}`);
  const signature = hmac(key, [algorithm, date, scope, sha256(canonical)].join('\n')).toString('hex');
  return {
    ...headers,
    authorization: `${algorithm} Credential=${accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`,
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
