import { oneLine, parseObject } from '../answer.ts';

type Members = Readonly<Record<string, unknown>>;

/** A refusal: OAuth's word at the STS (RFC 8693 §2.2.2), Google's status at IAM Credentials (google.rpc.Status). */
export interface GcpError {
  readonly code: string;
  readonly message: string;
}

export interface GcpToken {
  readonly token: string;
  /** Seconds since the epoch. */
  readonly expiresAt: number;
}

const textOr = (value: unknown, fallback: string): string => (typeof value === 'string' ? value : fallback);

/** Either notation; undefined for anything else. */
export function parseGcpError(text: string): GcpError | undefined {
  const answer = parseObject(text);
  const error = answer?.['error'];
  if (typeof error === 'string') return { code: error, message: textOr(answer?.['error_description'], '') };
  if (typeof error !== 'object' || error === null) return undefined;
  const { status, message } = error as Members;
  return typeof status === 'string' ? { code: status, message: textOr(message, '') } : undefined;
}

/** RFC 8693 §2.2.1. @param now seconds since the epoch. */
export function parseFederatedToken(text: string, now: number): GcpToken | undefined {
  const answer = parseObject(text);
  // Without a number the token lives as long as the one that was exchanged (five minutes).
  const lifetime = Number(answer?.['expires_in'] ?? 300);
  if (textOr(answer?.['token_type'], '').toLowerCase() !== 'bearer') return undefined;
  return tokenOf(answer?.['access_token'], now + lifetime);
}

/** `generateAccessToken`: `{accessToken, expireTime}`. */
export function parseAccessToken(text: string): GcpToken | undefined {
  const answer = parseObject(text);
  return tokenOf(answer?.['accessToken'], Date.parse(textOr(answer?.['expireTime'], '')) / 1000);
}

/** `generateIdToken`: `{token}`; its end stands in the token. */
export function parseIdToken(text: string): GcpToken | undefined {
  const token = parseObject(text)?.['token'];
  const [, payload = ''] = textOr(token, '').split('.');
  return tokenOf(token, Number(parseObject(Buffer.from(payload, 'base64url').toString('utf8'))?.['exp']));
}

function tokenOf(value: unknown, expiresAt: number): GcpToken | undefined {
  const token = oneLine(value);
  if (token === undefined || !Number.isFinite(expiresAt)) return undefined;
  return { token, expiresAt: Math.floor(expiresAt) };
}
