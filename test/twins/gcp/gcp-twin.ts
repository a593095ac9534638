import { randomBytes } from 'node:crypto';
import {
  serveOnLoopback,
  type LoopbackOptions,
  type TwinAnswer,
  type TwinRequest,
} from '../loopback-server.ts';
import { GcpError } from './gcp-error.ts';
import { verifySubjectToken, type WorkloadIdentityProvider } from './subject-token.ts';

export interface ServiceAccount {
  readonly email: string;
  /** `principal://…/subject/<sub>`, `principalSet://…/attribute.repository_id/<id>`, or another account's email. */
  readonly members: readonly string[];
  /** Seconds; an hour unless the organisation allows more. */
  readonly longestLifetime?: number;
}

export interface GcpTwinOptions extends LoopbackOptions {
  readonly providers: readonly WorkloadIdentityProvider[];
  readonly serviceAccounts: readonly ServiceAccount[];
  readonly universe?: string;
  readonly clock?: { now(): number };
}

/** What the STS is made to answer; those of `iam` are answered by IAM Credentials. */
export const gcpFaults = [
  'invalid_request',
  'invalid_target',
  'invalid_grant',
  'stale',
  'unauthorized_client',
  'throttled',
  'server-error',
  'malformed',
  'html',
  'empty',
  'token-missing',
  'token-of-two-lines',
  'already-expired',
  'huge',
  'silent',
  'reset',
  'slow-drip',
  'redirect',
] as const;
export type GcpFault = (typeof gcpFaults)[number];
export type GcpService = 'sts' | 'iam';

/** A call that reached the twin, without any credential in it. */
export interface GcpCall {
  readonly service: GcpService;
  readonly target: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly reason: string | undefined;
  /** The error code of the answer; undefined for success. */
  readonly outcome: string | undefined;
}

type Parameters = Readonly<Record<string, unknown>>;
const cloudScopes = ['https://www.googleapis.com/auth/cloud-platform', 'https://www.googleapis.com/auth/iam'];
const stsParameters = [
  'audience',
  'grantType',
  'requestedTokenType',
  'scope',
  'subjectToken',
  'subjectTokenType',
];

/** Starts the twin of Google's STS and IAM Credentials on 127.0.0.1. */
export async function startGcpTwin(options: GcpTwinOptions): Promise<GcpTwin> {
  let twin: GcpTwin | undefined;
  const server = await serveOnLoopback((request) => {
    if (twin === undefined) throw new Error('The twin was asked before it was ready.');
    return twin.answer(request);
  }, options);
  twin = new GcpTwin(server.origin, options, () => server.close());
  return twin;
}

/** Google's STS (`v1.token`) and IAM Service Account Credentials (`generateAccessToken`, `generateIdToken`). */
export class GcpTwin {
  readonly origin: string;
  readonly calls: GcpCall[] = [];
  /** Every token that was handed out. */
  readonly issued: string[] = [];
  readonly close: () => Promise<void>;
  readonly #options: GcpTwinOptions;
  /** Federated tokens by their text: whom they stand for, and what for. */
  readonly #federated = new Map<string, { readonly principals: readonly string[]; readonly scope: string }>();
  readonly #violations: string[] = [];
  #fault: { readonly service: GcpService; readonly kind: GcpFault; left: number } | undefined;

  constructor(origin: string, options: GcpTwinOptions, close: () => Promise<void>) {
    this.origin = origin;
    this.close = close;
    this.#options = options;
  }

  /** Makes the next `times` calls of a service fail (all, unless told). */
  fail(service: GcpService, kind: GcpFault, times = Infinity): void {
    this.#fault = { service, kind, left: times };
  }

  /** Throws if a call came that no project would ever accept. A denied login is no such call. */
  expectStrict(): void {
    if (this.#violations.length > 0)
      throw new Error(`Google would not have accepted: ${this.#violations.join('; ')}.`);
  }

  async answer(request: TwinRequest): Promise<TwinAnswer> {
    const service = request.target === '/v1/token' ? 'sts' : 'iam';
    let parameters: Parameters = {};
    const record = (outcome: string | undefined): void => {
      const { subjectToken: _, ...shown } = parameters;
      const reason = request.headers['x-goog-request-reason'];
      this.calls.push({ service, target: request.target, parameters: shown, reason, outcome });
    };
    try {
      parameters = readBody(request);
      const kind = this.#takeFault(service);
      if (kind !== undefined) {
        record(kind);
        return this.#misbehave(service, kind);
      }
      const result =
        service === 'sts'
          ? await this.#exchange(request, parameters)
          : this.#impersonate(request, parameters);
      record(undefined);
      return json(200, result);
    } catch (error) {
      const known = error instanceof GcpError ? error : new GcpError('INTERNAL', 500, String(error), true);
      if (known.isMalformedRequest) this.#violations.push(known.message);
      record(known.code);
      return refuse(service, known);
    }
  }

  async #exchange(request: TwinRequest, parameters: Parameters): Promise<Record<string, unknown>> {
    const malformed = (message: string): GcpError => new GcpError('invalid_request', 400, message, true);
    if (request.headers['authorization'] !== undefined) throw malformed('a credential in a header');
    if (Object.keys(parameters).sort().join() !== stsParameters.join()) {
      throw malformed(`the parameters ${Object.keys(parameters).join()}`);
    }
    const expected = {
      grantType: 'grant-type:token-exchange',
      requestedTokenType: 'token-type:access_token',
      subjectTokenType: 'token-type:jwt',
    };
    for (const [name, value] of Object.entries(expected)) {
      if (parameters[name] !== `urn:ietf:params:oauth:${value}`) throw malformed(`the ${name}`);
    }
    const audience = String(parameters['audience']);
    const prefix = `//iam.${this.#options.universe ?? 'googleapis.com'}/`;
    if (!audience.startsWith(`${prefix}projects/`)) {
      throw malformed(
        'Invalid value for "audience". This value should be the full resource name of the Identity Provider.',
      );
    }
    const provider = this.#options.providers.find(({ name }) => prefix + name === audience);
    if (provider === undefined) {
      throw new GcpError(
        'invalid_target',
        400,
        'The target service indicated by the "audience" parameters is invalid. This might either be because the pool or provider is disabled or deleted or because it doesn\'t exist.',
      );
    }
    const claims = await verifySubjectToken(String(parameters['subjectToken']), provider, this.#now());
    const pool = `//iam.googleapis.com/${provider.name.replace(/\/providers\/.*$/, '')}`;
    const token = this.#issue();
    this.#federated.set(token, {
      principals: [
        `principal:${pool}/subject/${String(claims['sub'])}`,
        `principalSet:${pool}/attribute.repository_id/${String(claims['repository_id'])}`,
      ],
      scope: String(parameters['scope']),
    });
    return {
      access_token: token,
      issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      token_type: 'Bearer',
      expires_in: Math.floor(Number(claims['exp']) - this.#now() / 1000),
    };
  }

  #impersonate(request: TwinRequest, parameters: Parameters): Record<string, unknown> {
    const [, email = '', verb = ''] =
      /^\/v1\/projects\/-\/serviceAccounts\/([^/:]+):(generateAccessToken|generateIdToken)$/.exec(
        request.target,
      ) ?? [];
    if (verb === '' || request.method !== 'POST')
      throw new GcpError('NOT_FOUND', 404, `${request.method} ${request.target}`, true);
    const caller = this.#federated.get(request.headers['authorization']?.replace(/^Bearer /, '') ?? '');
    if (caller === undefined || !cloudScopes.some((scope) => caller.scope.split(' ').includes(scope))) {
      throw new GcpError('UNAUTHENTICATED', 401, 'Request had invalid authentication credentials.', true);
    }
    const delegates = (parameters['delegates'] ?? []) as readonly string[];
    const chain = [...delegates.map((name) => name.replace('projects/-/serviceAccounts/', '')), email];
    let allowed = caller.principals;
    for (const name of chain) {
      const account = this.#options.serviceAccounts.find((each) => each.email === name);
      if (account === undefined || !account.members.some((member) => allowed.includes(member))) {
        throw new GcpError(
          'PERMISSION_DENIED',
          403,
          `Permission 'iam.serviceAccounts.${verb === 'generateIdToken' ? 'getOpenIdToken' : 'getAccessToken'}' denied on resource (or it may not exist).`,
        );
      }
      allowed = [name];
    }
    return verb === 'generateIdToken'
      ? this.#idToken(email, parameters)
      : this.#accessToken(email, parameters);
  }

  #accessToken(email: string, parameters: Parameters): Record<string, unknown> {
    const { scope, lifetime = '3600s' } = parameters;
    if (!Array.isArray(scope) || scope.length === 0)
      throw new GcpError('INVALID_ARGUMENT', 400, 'Scope required.', true);
    const seconds = Number(/^(\d+)s$/.exec(String(lifetime))?.[1]);
    const account = this.#options.serviceAccounts.find((each) => each.email === email);
    if (!(seconds > 0 && seconds <= (account?.longestLifetime ?? 3600))) {
      throw new GcpError(
        'INVALID_ARGUMENT',
        400,
        'The access token lifetime cannot exceed the maximum allowed lifetime.',
      );
    }
    const expireTime = new Date(this.#now() + seconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z');
    return { accessToken: this.#issue(), expireTime };
  }

  #idToken(email: string, { audience, includeEmail }: Parameters): Record<string, unknown> {
    if (typeof audience !== 'string') throw new GcpError('INVALID_ARGUMENT', 400, 'Audience required.', true);
    const exp = Math.floor(this.#now() / 1000) + 3600;
    const claims = {
      aud: audience,
      exp,
      iss: 'https://accounts.google.com',
      ...(includeEmail === true ? { email } : {}),
    };
    const parts = [{ alg: 'RS256' }, claims].map((part) =>
      Buffer.from(JSON.stringify(part)).toString('base64url'),
    );
    const token = `${parts.join('.')}.${randomBytes(48).toString('base64url')}`;
    this.issued.push(token);
    return { token };
  }

  #issue(): string {
    const token = ['ya', '29.', randomBytes(60).toString('base64url')].join('');
    this.issued.push(token);
    return token;
  }

  #now(): number {
    return (this.#options.clock ?? Date).now();
  }

  #takeFault(service: GcpService): GcpFault | undefined {
    const fault = this.#fault;
    if (fault === undefined || fault.service !== service || fault.left <= 0) return undefined;
    fault.left -= 1;
    return fault.kind;
  }

  #misbehave(service: GcpService, kind: GcpFault): TwinAnswer {
    if (kind === 'silent' || kind === 'reset') return { kind };
    if (kind === 'slow-drip') return { kind: 'drip', body: ' '.repeat(4096), milliseconds: 50 };
    if (kind === 'redirect') {
      return { kind: 'answer', status: 307, headers: { location: 'http://127.0.0.1:9/elsewhere' }, body: '' };
    }
    if (kind === 'stale')
      return refuse(service, new GcpError('invalid_grant', 400, 'ID Token issued at 1 is stale to sign-in.'));
    if (kind === 'throttled')
      return refuse(service, new GcpError('RESOURCE_EXHAUSTED', 429, 'Quota exceeded.'));
    if (kind === 'server-error') return json(503, {});
    const answerWith = (accessToken: unknown, seconds: number): string =>
      JSON.stringify({
        access_token: accessToken,
        accessToken,
        token_type: 'Bearer',
        expires_in: seconds,
        expireTime: new Date(this.#now() + seconds * 1000).toISOString(),
      });
    const bodies: Partial<Readonly<Record<GcpFault, string>>> = {
      malformed: '{"access_token":"x',
      html: '<!doctype html><title>Sign in to the network</title>',
      empty: '',
      huge: ' '.repeat(10 * 1024 * 1024),
      'token-missing': answerWith(undefined, 300),
      'token-of-two-lines': answerWith('a\n::error::b', 300),
      'already-expired': answerWith(this.#issue(), -1),
    };
    const body = bodies[kind];
    return body === undefined
      ? refuse(service, new GcpError(kind, 400, `Injected: ${kind}.`))
      : { kind: 'answer', status: 200, headers: {}, body };
  }
}

/** JSON as the REST reference has it, or the form with underscores that Google's own libraries send to the STS. */
function readBody({ headers, body }: TwinRequest): Parameters {
  const text = body.toString('utf8');
  const type = headers['content-type'] ?? '';
  if (type.startsWith('application/json')) return JSON.parse(text) as Parameters;
  if (!type.startsWith('application/x-www-form-urlencoded')) {
    throw new GcpError('invalid_request', 400, `a body of the type ${type}`, true);
  }
  const camel = (name: string): string =>
    name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  return Object.fromEntries([...new URLSearchParams(text)].map(([name, value]) => [camel(name), value]));
}

function refuse(service: GcpService, { code, status, message }: GcpError): TwinAnswer {
  return json(
    status,
    service === 'sts' && !/^[A-Z]/.test(code)
      ? { error: code, error_description: message }
      : { error: { code: status, message, status: code } },
  );
}

function json(status: number, value: unknown): TwinAnswer {
  return {
    kind: 'answer',
    status,
    headers: { 'content-type': 'application/json; charset=UTF-8' },
    body: JSON.stringify(value),
  };
}
