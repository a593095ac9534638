import { failure, plainText } from '@sallyport/errors';
import type { HttpClient, HttpResponse, Repeat } from '@sallyport/http';
import { isJsonObject, parseJson, stringifyJson, type JsonObject, type JsonValue } from './json.ts';

/** One request below `/v1/`. */
export interface VaultRequest {
  readonly method: string;
  /** Without a leading slash; each segment is percent-encoded here. */
  readonly path: string;
  readonly query?: string;
  readonly token?: string;
  readonly namespace?: string | undefined;
  readonly body?: JsonObject;
  readonly wrapSeconds?: number;
  readonly repeat: Repeat;
  /** What must not appear in an error even if the server echoes it. The token never does. */
  readonly secrets?: readonly string[];
}

/** An answer in the terms of Vault's envelope; what the server left out is null, empty or 0. */
export interface VaultAnswer {
  readonly status: number;
  /** The server's own words, on one line each, without what the request wanted kept secret. */
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  readonly data: JsonObject | null;
  readonly auth: JsonObject | null;
  readonly wrapInfo: JsonObject | null;
  readonly leaseId: string;
  readonly leaseSeconds: number;
  readonly renewable: boolean;
}

/**
 * Sends one request and reads the envelope.
 * @throws CodedError `vault/*` for answers that mean the same whatever was asked (sealed, redirect, rate limit, not
 *   Vault at all …), `http/*` where there was no answer. Every other status is the caller's to judge.
 */
export type Send = (request: VaultRequest) => Promise<VaultAnswer>;

const largestAnswer = 16 * 1024 * 1024;

export function createSend(address: string, http: HttpClient): Send {
  const base = address.replace(/\/+$/, '');
  return async (request) => {
    const response = await http.send({
      method: request.method,
      url: `${base}/v1/${encodePath(request.path)}${request.query === undefined ? '' : `?${request.query}`}`,
      headers: headersOf(request),
      ...(request.body === undefined ? {} : { body: stringifyJson(request.body) }),
      repeat: request.repeat,
      peer: 'Vault',
      maxBytes: largestAnswer,
      isTransient,
    });
    return readAnswer(response, request, base);
  };
}

function headersOf(request: VaultRequest): Record<string, string> {
  const namespace = trimSlashes(request.namespace ?? '');
  return {
    // An agent or proxy in front of Vault may insist on it (SSRF protection).
    'x-vault-request': 'true',
    ...(request.token === undefined ? {} : { 'x-vault-token': request.token }),
    ...(namespace === '' ? {} : { 'x-vault-namespace': namespace }),
    ...(request.wrapSeconds === undefined ? {} : { 'x-vault-wrap-ttl': `${request.wrapSeconds}s` }),
    ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
  };
}

export function trimSlashes(path: string): string {
  return path.replace(/^\/+|\/+$/g, '');
}

/**
 * Percent-encodes every segment.
 * @throws CodedError `vault/invalid-path` for what a URL parser would resolve to another path.
 */
export function encodePath(path: string): string {
  const segments = path.split('/');
  if (path === '' || segments.some((segment) => segment === '.' || segment === '..')) {
    throw failure('vault/invalid-path', {
      what: `\`${plainText(path)}\` is not a path that can be asked for.`,
    });
  }
  return segments.map((segment) => encodeURIComponent(segment)).join('/');
}

/**
 * 412 is a replica that has not caught up; 429 and 5xx pass, except 501 and what only an operator can change. The
 * official client makes the same choice but for the last (`api/client.go`, DefaultRetryPolicy).
 */
function isTransient(response: HttpResponse): boolean {
  const { status } = response;
  if (status === 412 || status === 429) return true;
  if (status < 500 || status === 501) return false;
  return !/sealed|has been locked|missing role_id/i.test(
    new TextDecoder().decode(response.body.slice(0, 2000)),
  );
}

function readAnswer(response: HttpResponse, request: VaultRequest, base: string): VaultAnswer {
  const { status } = response;
  if (status >= 300 && status < 400) throw redirected(response, base);
  const text = new TextDecoder().decode(response.body);
  const envelope = text.trim() === '' ? {} : readEnvelope(text, status);
  const errors = textsOf(envelope['errors']).map((line) => printable(line, request));
  const answer: VaultAnswer = {
    status,
    errors,
    warnings: textsOf(envelope['warnings']).map((line) => printable(line, request)),
    data: objectOf(envelope['data']),
    auth: objectOf(envelope['auth']),
    wrapInfo: objectOf(envelope['wrap_info']),
    leaseId: typeof envelope['lease_id'] === 'string' ? envelope['lease_id'] : '',
    leaseSeconds: typeof envelope['lease_duration'] === 'number' ? envelope['lease_duration'] : 0,
    renewable: envelope['renewable'] === true,
  };
  refuseForAll(answer, request.namespace);
  return answer;
}

function readEnvelope(text: string, status: number): JsonObject {
  if (/HTTP request to an HTTPS server/i.test(text)) throw failure('vault/https-expected');
  try {
    const value = parseJson(text);
    if (isJsonObject(value)) return value;
  } catch {
    // The answer is described below and never shown: a truncated one may hold secrets.
  }
  const kind = /^\s*</.test(text) ? 'a web page' : /^\s*[{[]/.test(text) ? 'broken JSON' : 'something';
  throw failure('vault/not-vault', {
    what: `The server answered ${status} with ${kind} that Vault never sends.`,
  });
}

function textsOf(value: JsonValue | undefined): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function objectOf(value: JsonValue | undefined): JsonObject | null {
  return isJsonObject(value) ? value : null;
}

/** Go's multierror breaks lines and counts (`1 error occurred:\n\t* permission denied`): keep what was said. */
function printable(text: string, request: VaultRequest): string {
  const secrets = [request.token ?? '', ...(request.secrets ?? [])].filter((secret) => secret.length >= 4);
  const kept = secrets.reduce((line, secret) => line.replaceAll(secret, '***'), text);
  return plainText(
    kept
      .replace(/^\d+ errors? occurred:\s*\* /, '')
      .replace(/\s+/g, ' ')
      .trim(),
    400,
  );
}

function redirected(response: HttpResponse, base: string): Error {
  const target = targetOf(response.headers['location'] ?? '', base);
  return failure('vault/redirected', {
    what: `Vault answered ${response.status} and points to ${target === undefined ? 'another address' : `\`${target}\``}.`,
    ...(target === undefined
      ? {}
      : { remedy: `If that is the right server, give its address: \`${target}\`.` }),
  });
}

/** Scheme, host and port, and the path in front of `/v1/`; a query may hold what is not ours to print. */
function targetOf(location: string, base: string): string | undefined {
  const url = URL.canParse(location, base) ? new URL(location, base) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) return undefined;
  return plainText(`${url.origin}${url.pathname.split('/v1/')[0]!.replace(/\/+$/, '')}`);
}

/** What means the same for every request. */
function refuseForAll(answer: VaultAnswer, namespace: string | undefined): void {
  const said = answer.errors.join('; ');
  const quoted = said === '' ? '' : ` It says: ${said}`;
  if (/namespace not found/i.test(said)) {
    throw failure('vault/namespace-unknown', {
      what: `Vault knows no namespace \`${plainText(namespace ?? '')}\`.`,
    });
  }
  if (/has been locked/i.test(said)) throw failure('vault/namespace-locked');
  if (answer.status === 503 && (/sealed/i.test(said) || said === '')) throw failure('vault/sealed');
  if (answer.status === 429) {
    throw failure('vault/rate-limited', { what: `Vault refuses more requests for now.${quoted}` });
  }
  if (answer.status === 412) throw failure('vault/replica-behind');
  if (answer.status >= 500 && !/missing role_id/.test(said)) {
    throw failure('vault/server-error', { what: `Vault answered ${answer.status}.${quoted}` });
  }
}
