import { randomBytes, randomUUID, type JsonWebKey } from 'node:crypto';
import {
  serveOnLoopback,
  type LoopbackOptions,
  type TwinAnswer,
  type TwinRequest,
} from '../loopback-server.ts';
import { type Assertion, readAssertion, verifyAssertion } from './assertion.ts';
import { EntraError } from './entra-error.ts';

export interface FederatedCredential {
  readonly issuer: string;
  readonly subject: string;
  readonly audience: string;
}

export interface Application {
  readonly clientId: string;
  readonly federatedCredentials: readonly FederatedCredential[];
}

export interface EntraTwinOptions extends LoopbackOptions {
  readonly tenantId: string;
  readonly applications: readonly Application[];
  /** Resources that the tenant knows, without `/.default`. */
  readonly resources: readonly string[];
  readonly readKeys: () => Promise<readonly JsonWebKey[]>;
  readonly clock?: { now(): number };
}

/** Codes that Entra is made to answer, and what else can go wrong on the way. */
export const entraFaults = [
  'AADSTS70021',
  'AADSTS700213',
  'AADSTS7002138',
  'AADSTS700211',
  'AADSTS700212',
  'AADSTS70025',
  'AADSTS53003',
  'AADSTS50034',
  'AADSTS7000112',
  'AADSTS700024',
  'AADSTS50013',
  'AADSTS50027',
  'AADSTS700027',
  'AADSTS700016',
  'AADSTS700038',
  'AADSTS90002',
  'AADSTS900023',
  'AADSTS900382',
  'AADSTS500011',
  'AADSTS70011',
  'AADSTS1002012',
  'AADSTS99999',
  'AADSTS90033',
  'throttled',
  'server-error',
  'malformed',
  'html',
  'empty',
  'token-missing',
  'token-of-two-lines',
  'already-expired',
  'no-bearer',
  'huge',
  'silent',
  'reset',
  'slow-drip',
  'redirect',
] as const;
export type EntraFault = (typeof entraFaults)[number];

/** A call that reached the twin, without any credential in it. */
export interface EntraCall {
  readonly tenant: string;
  readonly clientId: string;
  readonly scope: string;
  /** The AADSTS code of the answer; 0 for success, -1 for a fault without one. */
  readonly outcome: number;
}

const expectedParameters = ['client_assertion', 'client_assertion_type', 'client_id', 'grant_type', 'scope'];
const lifetime = 3599;

/** Starts the twin of Entra's token endpoint on 127.0.0.1. */
export async function startEntraTwin(options: EntraTwinOptions): Promise<EntraTwin> {
  let twin: EntraTwin | undefined;
  const server = await serveOnLoopback((request) => {
    if (twin === undefined) throw new Error('The twin was asked before it was ready.');
    return twin.answer(request);
  }, options);
  twin = new EntraTwin(server.origin, options, () => server.close());
  return twin;
}

/** Entra: the client credentials grant with a federated assertion, for one tenant. */
export class EntraTwin {
  readonly origin: string;
  readonly calls: EntraCall[] = [];
  /** Access tokens that were handed out. */
  readonly issued: string[] = [];
  readonly close: () => Promise<void>;
  readonly #options: EntraTwinOptions;
  readonly #violations: string[] = [];
  #fault: { readonly kind: EntraFault; left: number } | undefined;

  constructor(origin: string, options: EntraTwinOptions, close: () => Promise<void>) {
    this.origin = origin;
    this.close = close;
    this.#options = options;
  }

  /** Makes the next `times` calls fail (all, unless told). */
  fail(kind: EntraFault, times = Infinity): void {
    this.#fault = { kind, left: times };
  }

  /** Throws if a call came that no tenant would ever accept. A denied login is no such call. */
  expectStrict(): void {
    if (this.#violations.length > 0)
      throw new Error(`Entra would not have accepted: ${this.#violations.join('; ')}.`);
  }

  async answer(request: TwinRequest): Promise<TwinAnswer> {
    const [, tenant = '', ...path] = request.target.split('/');
    if (request.method === 'GET' && path.join('/') === 'v2.0/.well-known/openid-configuration') {
      return json(200, this.#discovery(tenant));
    }
    const form = new URLSearchParams(request.body.toString('utf8'));
    try {
      this.#checkRequest(request, path.join('/'), form);
      const kind = this.#takeFault();
      if (kind !== undefined) return this.#misbehave(kind, tenant, form);
      await this.#authorize(tenant, form);
      this.#record(tenant, form, 0);
      return json(200, this.#issue());
    } catch (error) {
      const known =
        error instanceof EntraError
          ? error
          : new EntraError(90033, 'temporarily_unavailable', 'The twin failed', true);
      if (known.isMalformedRequest) this.#violations.push(known.message);
      this.#record(tenant, form, known.code);
      return refuse(known);
    }
  }

  #checkRequest(request: TwinRequest, path: string, form: URLSearchParams): void {
    const malformed = (code: number, message: string): EntraError =>
      new EntraError(code, 'invalid_request', message, true);
    if (request.method !== 'POST' || path !== 'oauth2/v2.0/token')
      throw malformed(900561, `${request.method} ${path}`);
    if (request.headers['authorization'] !== undefined) throw malformed(90014, 'a credential in a header');
    if (request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') !== true) {
      throw malformed(900144, "The request body must contain the following parameter: 'grant_type'.");
    }
    const names = [...form.keys()].sort();
    if (names.join() !== expectedParameters.join()) throw malformed(900144, `the parameters ${names.join()}`);
    if (form.get('grant_type') !== 'client_credentials') throw malformed(70003, 'the grant type');
    if (form.get('client_assertion_type') !== 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer') {
      throw malformed(50012, 'the assertion type');
    }
  }

  async #authorize(tenant: string, form: URLSearchParams): Promise<void> {
    const { tenantId, applications, resources, readKeys, clock } = this.#options;
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(tenant)) {
      throw new EntraError(
        900023,
        'invalid_request',
        `Specified tenant identifier '${tenant}' is neither a valid DNS name, nor a valid external domain.`,
      );
    }
    if (tenant.toLowerCase() !== tenantId) {
      throw new EntraError(
        90002,
        'invalid_request',
        `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.`,
      );
    }
    const clientId = form.get('client_id') ?? '';
    const application = applications.find((each) => each.clientId === clientId.toLowerCase());
    if (application === undefined) {
      throw new EntraError(
        700016,
        'unauthorized_client',
        `Application with identifier '${clientId}' was not found in the directory 'Example'.`,
      );
    }
    checkScope(form.get('scope') ?? '', resources);
    const jwt = form.get('client_assertion') ?? '';
    match(readAssertion(jwt), application);
    verifyAssertion(jwt, await readKeys(), (clock ?? Date).now());
  }

  #issue(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
    const token = `ey${randomBytes(60).toString('base64url')}.${randomBytes(40).toString('base64url')}`;
    this.issued.push(token);
    return {
      token_type: 'Bearer',
      expires_in: lifetime,
      ext_expires_in: lifetime,
      access_token: token,
      ...changes,
    };
  }

  #discovery(tenant: string): Record<string, unknown> {
    const base = `${this.origin}/${tenant}`;
    return {
      token_endpoint: `${base}/oauth2/v2.0/token`,
      authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
      issuer: `${base}/v2.0`,
      jwks_uri: `${base}/discovery/v2.0/keys`,
    };
  }

  #record(tenant: string, form: URLSearchParams, outcome: number): void {
    this.calls.push({
      tenant,
      clientId: form.get('client_id') ?? '',
      scope: form.get('scope') ?? '',
      outcome,
    });
  }

  #takeFault(): EntraFault | undefined {
    if (this.#fault === undefined || this.#fault.left <= 0) return undefined;
    this.#fault.left -= 1;
    return this.#fault.kind;
  }

  #misbehave(kind: EntraFault, tenant: string, form: URLSearchParams): TwinAnswer {
    const code = /^AADSTS(\d+)$/.exec(kind)?.[1];
    this.#record(tenant, form, code === undefined ? -1 : Number(code));
    if (code !== undefined)
      return refuse(new EntraError(Number(code), 'invalid_client', `Injected: ${kind}.`));
    if (kind === 'silent' || kind === 'reset') return { kind };
    if (kind === 'slow-drip') return { kind: 'drip', body: ' '.repeat(4096), milliseconds: 50 };
    if (kind === 'throttled')
      return json(429, { error: 'temporarily_unavailable', error_description: 'Throttled.' });
    if (kind === 'server-error') return json(500, {});
    if (kind === 'redirect') {
      return { kind: 'answer', status: 307, headers: { location: 'http://127.0.0.1:9/elsewhere' }, body: '' };
    }
    const bodies: Partial<Readonly<Record<EntraFault, string>>> = {
      malformed: '{"token_type":"Bearer","access_tok',
      html: '<!doctype html><title>Sign in to the network</title>',
      empty: '',
      huge: ' '.repeat(10 * 1024 * 1024),
      'token-missing': JSON.stringify({ token_type: 'Bearer', expires_in: lifetime }),
      'token-of-two-lines': JSON.stringify(this.#issue({ access_token: 'a\n::error::b' })),
      'already-expired': JSON.stringify(this.#issue({ expires_in: 0 })),
      'no-bearer': JSON.stringify(this.#issue({ token_type: 'pop' })),
    };
    return { kind: 'answer', status: 200, headers: {}, body: bodies[kind] ?? '' };
  }
}

/** The checks and texts of Entra, in its order: issuer, audience, subject, and the subject's case last. */
function match(presented: Assertion, { clientId, federatedCredentials }: Application): void {
  const none = 'No matching federated identity record found for presented assertion';
  const refusal = (code: number, message: string): EntraError =>
    new EntraError(code, 'invalid_client', message);
  if (federatedCredentials.length === 0) {
    throw refusal(70025, `The client '${clientId}' has no configured federated identity credentials.`);
  }
  const byIssuer = federatedCredentials.filter(({ issuer }) => issuer === presented.issuer);
  if (byIssuer.length === 0) throw refusal(700211, `${none} issuer '${presented.issuer}'.`);
  const byAudience = byIssuer.filter(({ audience }) => audience === presented.audience);
  if (byAudience.length === 0) throw refusal(700212, `${none} audience '${presented.audience}'.`);
  if (byAudience.some(({ subject }) => subject === presented.subject)) return;
  const sameLetters = byAudience.some(
    ({ subject }) => subject.toLowerCase() === presented.subject.toLowerCase(),
  );
  throw sameLetters
    ? refusal(
        7002138,
        `${none} subject '${presented.subject}'. The subject matches with case-insensitive comparison, but not with case-sensitive comparison.`,
      )
    : refusal(700213, `${none} subject '${presented.subject}'.`);
}

function checkScope(scope: string, resources: readonly string[]): void {
  if (scope.includes(' '))
    throw new EntraError(70011, 'invalid_scope', 'The provided value for scope is not valid.', true);
  if (!scope.endsWith('/.default')) {
    throw new EntraError(
      1002012,
      'invalid_scope',
      `The provided value for scope ${scope} is not valid.`,
      true,
    );
  }
  if (!resources.includes(scope.slice(0, -'/.default'.length))) {
    throw new EntraError(
      500011,
      'invalid_resource',
      `The resource principal named ${scope} was not found in the tenant.`,
    );
  }
}

function refuse(error: EntraError): TwinAnswer {
  const [trace, correlation] = [randomUUID(), randomUUID()];
  const timestamp = '2026-11-25 00:00:00Z';
  return json(error.status, {
    error: error.error,
    error_description: `AADSTS${error.code}: ${error.message} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${timestamp}`,
    error_codes: [error.code],
    timestamp,
    trace_id: trace,
    correlation_id: correlation,
    error_uri: `https://login.microsoftonline.com/error?code=${error.code}`,
  });
}

function json(status: number, value: unknown): TwinAnswer {
  return {
    kind: 'answer',
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(value),
  };
}
