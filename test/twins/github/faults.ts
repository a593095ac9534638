import type { TwinAnswer } from '../loopback-server.ts';
import { signHs256, signRs256, thumbprint, withoutSignature, type SigningKey } from './signing-keys.ts';

/** What the token endpoint can be made to do instead of its duty. */
export const tokenFaults = [
  'forbidden',
  'not-started',
  'server-error',
  'unavailable',
  'rate-limited',
  'reset',
  'silent',
  'slow-drip',
  'huge',
  'truncated',
  'html',
  'no-value',
  'redirect',
  'malformed-jwt',
  'alg-none',
  'hs256-with-public-key',
  'unknown-kid',
  'foreign-signature',
  'tampered-payload',
  'wrong-issuer',
  'wrong-audience',
  'other-run',
  'other-repository',
  'other-attempt',
  'expired',
  'not-yet-valid',
  'clock-ahead',
  'clock-behind',
  'duplicate-claim',
  'wrong-type',
] as const;
export type TokenFault = (typeof tokenFaults)[number];

/** What the key set can be made to be. */
export const keyFaults = [
  'not-found',
  'server-error',
  'reset',
  'silent',
  'slow-drip',
  'huge',
  'html',
  'empty',
  'non-rsa',
  'small-key',
  'doubled-kid',
  'redirect',
] as const;
export type KeyFault = (typeof keyFaults)[number];

export interface MintContext {
  readonly payload: Readonly<Record<string, unknown>>;
  readonly key: SigningKey;
  /** A key of the same size that the issuer does not publish. */
  readonly strangerKey: SigningKey;
}

export function json(value: unknown, status = 200): TwinAnswer {
  return {
    kind: 'answer',
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(value),
  };
}

/** Faults that networks and proxies cause, the same for both endpoints; undefined for any other. */
export function answerAsNetwork(fault: TokenFault | KeyFault): TwinAnswer | undefined {
  switch (fault) {
    case 'reset':
    case 'silent':
      return { kind: fault };
    case 'slow-drip':
      return { kind: 'drip', body: ' '.repeat(4096), milliseconds: 50 };
    case 'truncated':
      return { kind: 'truncated', body: '{"count":1,"val' };
    case 'huge':
      return { kind: 'answer', status: 200, headers: {}, body: Buffer.alloc(10 * 1024 * 1024, 0x20) };
    case 'html':
      return {
        kind: 'answer',
        status: 200,
        headers: { 'content-type': 'text/html' },
        body: '<!doctype html><title>Sign in to the network</title>',
      };
    case 'redirect':
      return { kind: 'answer', status: 302, headers: { location: 'http://127.0.0.1:9/elsewhere' }, body: '' };
    case 'server-error':
      return json({ message: 'An unexpected error occurred.' }, 500);
    default:
      return undefined;
  }
}

export function answerAsTokenEndpoint(fault: TokenFault, context: MintContext): TwinAnswer {
  switch (fault) {
    case 'forbidden':
      return json({ message: 'Resource not accessible by integration' }, 403);
    case 'not-started':
      return json({ message: "Server won't issue ID_TOKEN for non-inprogress job" }, 400);
    case 'unavailable':
      return json({ message: 'Service unavailable' }, 503);
    case 'rate-limited':
      return { kind: 'answer', status: 429, headers: { 'retry-after': '1' }, body: '{}' };
    case 'no-value':
      return json({ count: 0 });
    default:
      return answerAsNetwork(fault) ?? json({ count: 1, value: mintWrongly(fault, context) });
  }
}

/** A token that is wrong in exactly one way. */
function mintWrongly(fault: TokenFault, { payload, key, strangerKey }: MintContext): string {
  const iat = Number(payload['iat']);
  const signed = (changes: Readonly<Record<string, unknown>>): string =>
    signRs256({ ...payload, ...changes }, key);
  const shifted = (seconds: number): string =>
    signed({ iat: iat + seconds, nbf: iat + seconds - 600, exp: iat + seconds + 300 });
  switch (fault) {
    case 'malformed-jwt':
      return 'not.a-token';
    case 'alg-none':
      return withoutSignature(payload, key);
    case 'hs256-with-public-key':
      return signHs256(payload, key);
    case 'unknown-kid':
      return signRs256(payload, strangerKey);
    case 'foreign-signature':
      return signRs256(payload, strangerKey, { kid: key.id, x5t: thumbprint(key) });
    case 'tampered-payload':
      return tamper(signed({}), { ...payload, ref: 'refs/heads/other' });
    case 'wrong-issuer':
      return signed({ iss: 'https://token.actions.example.com' });
    case 'wrong-audience':
      return signed({ aud: 'https://elsewhere.example.com' });
    case 'other-run':
      return signed({ run_id: '1' });
    case 'other-repository':
      return signed({ repository_id: '1' });
    case 'other-attempt':
      return signed({ run_attempt: '99' });
    case 'expired':
      return shifted(-3600);
    case 'not-yet-valid':
      return shifted(3600);
    case 'clock-ahead':
      return shifted(300);
    case 'clock-behind':
      return shifted(-300);
    case 'duplicate-claim':
      return signRs256(JSON.stringify(payload).replace(/^\{/, '{"ref":"refs/heads/main",'), key);
    case 'wrong-type':
      return signed({ repository_id: Number(payload['repository_id']) });
    default:
      throw new Error(`The fault ${fault} is not about the token.`);
  }
}

function tamper(jwt: string, payload: Readonly<Record<string, unknown>>): string {
  const [header, , signature] = jwt.split('.');
  return [header, Buffer.from(JSON.stringify(payload)).toString('base64url'), signature].join('.');
}
