import { failure } from '@sallyport/errors';
import { explainLoginRefusal, type LoginFacts } from './explain-login-refusal.ts';
import type { JsonObject, JsonValue } from './json.ts';
import { loginRequest, type Login, type LoginRequest } from './login-method.ts';
import { trimSlashes, type Send, type VaultAnswer } from './send.ts';
import { unwrap } from './wrapping.ts';

export interface LoginOptions {
  /** Of the auth method; it may be another than the secrets'. */
  readonly namespace?: string | undefined;
  /** The JWT's payload for explanations; by default read from the JWT itself, unverified. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** What a login brought. `token` is secret; nothing else here is. */
export interface LoginResult {
  readonly token: string;
  /** Names the token in Vault's audit log. Absent for batch tokens and for supplied ones that were not looked up. */
  readonly accessor: string | undefined;
  readonly policies: readonly string[];
  /** Seconds that the token lives; 0 if it never ends or that is unknown. */
  readonly leaseSeconds: number;
  readonly renewable: boolean;
  /** A batch token can be neither revoked nor renewed. `unknown` for a supplied token that was not looked up. */
  readonly tokenType: 'service' | 'batch' | 'unknown';
  /** How many requests the token is good for; 0 if there is no limit. */
  readonly numUses: number;
  readonly entityId: string | undefined;
  readonly metadata: Readonly<Record<string, string>>;
  /** Handed in rather than obtained: whoever made it decides when it ends. */
  readonly supplied: boolean;
}

/**
 * Logs in: one request, two for a wrapped secret id (three, with the look at where it comes from), none for a token.
 * @throws CodedError `vault/*`: see explain-login-refusal.ts for refusals; `vault/mfa-required`.
 */
export async function logIn(send: Send, login: Login, options: LoginOptions = {}): Promise<LoginResult> {
  if (login.method === 'token') return useToken(send, login.token, login.lookUp === true, options);
  if ('jwt' in login && !/^[\w-]+\.[\w-]+\.[\w-]+$/.test(login.jwt)) throw failure('vault/token-malformed');
  const secretId = login.method === 'approle' ? await secretIdOf(send, login, options.namespace) : undefined;
  const request = loginRequest(login, secretId);
  const answer = await send({
    method: 'POST',
    path: request.path,
    body: request.body,
    namespace: options.namespace,
    secrets: request.secrets,
    repeat: 'unless-acted',
  });
  if (answer.status !== 200) {
    throw explainLoginRefusal(answer.status, answer.errors, factsOf(login, request, options));
  }
  return readLogin(answer);
}

async function secretIdOf(
  send: Send,
  login: Extract<Login, { method: 'approle' }>,
  namespace: string | undefined,
): Promise<string | undefined> {
  if (login.wrappedSecretId === undefined) return login.secretId;
  const mount = trimSlashes(login.mount ?? 'approle');
  const madeBy = (path: string) =>
    path.startsWith(`auth/${mount}/role/`) && /\/(?:custom-)?secret-id$/.test(path);
  const answer = await unwrap(send, login.wrappedSecretId, { namespace, madeBy });
  const secretId = answer.data?.['secret_id'];
  if (typeof secretId !== 'string') throw failure('vault/wrapping-origin');
  return secretId;
}

function factsOf(login: Login, request: LoginRequest, options: LoginOptions): LoginFacts {
  const role = request.body['role'];
  const claims = options.claims ?? ('jwt' in login ? payloadOf(login.jwt) : undefined);
  return {
    method: login.method,
    mount: request.mount,
    role: typeof role === 'string' ? role : undefined,
    namespace: options.namespace,
    claims,
  };
}

/** The payload of a JWT (RFC 7519) without a look at its signature; undefined if there is none. */
function payloadOf(jwt: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const payload: unknown = JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString());
    return typeof payload === 'object' && payload !== null ? { ...payload } : undefined;
  } catch {
    return undefined;
  }
}

function readLogin(answer: VaultAnswer): LoginResult {
  const auth = answer.auth;
  const token = auth?.['client_token'];
  if (auth?.['mfa_requirement'] && !token) throw failure('vault/mfa-required');
  if (auth === null || typeof token !== 'string' || token === '') {
    throw failure('vault/not-vault', { what: 'Vault accepted the login but sent no token.' });
  }
  return {
    token,
    accessor: textOf(auth['accessor']),
    policies: textsOf(auth['policies']),
    leaseSeconds: numberOf(auth['lease_duration']),
    renewable: auth['renewable'] === true,
    tokenType: typeOf(auth['token_type']),
    numUses: numberOf(auth['num_uses']),
    entityId: textOf(auth['entity_id']),
    metadata: metadataOf(auth['metadata']),
    supplied: false,
  };
}

async function useToken(
  send: Send,
  token: string,
  lookUp: boolean,
  { namespace }: LoginOptions,
): Promise<LoginResult> {
  let data: JsonObject = {};
  if (lookUp) {
    const request = { method: 'GET', path: 'auth/token/lookup-self', token, namespace } as const;
    const answer = await send({ ...request, repeat: 'always' });
    if (answer.status !== 200 || answer.data === null) throw failure('vault/token-refused');
    data = answer.data;
  }
  return {
    token,
    accessor: textOf(data['accessor']),
    policies: textsOf(data['policies']),
    leaseSeconds: numberOf(data['ttl']),
    renewable: data['renewable'] === true,
    tokenType: typeOf(data['type']),
    numUses: numberOf(data['num_uses']),
    entityId: textOf(data['entity_id']),
    metadata: metadataOf(data['meta']),
    supplied: true,
  };
}

function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function textsOf(value: JsonValue | undefined): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function numberOf(value: JsonValue | undefined): number {
  return typeof value === 'number' ? value : 0;
}

function typeOf(value: JsonValue | undefined): LoginResult['tokenType'] {
  return value === 'service' || value === 'batch' ? value : 'unknown';
}

function metadataOf(value: JsonValue | undefined): Record<string, string> {
  const entries = Object.entries((value ?? {}) as JsonObject);
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
