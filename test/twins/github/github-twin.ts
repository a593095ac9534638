import { randomBytes, randomUUID, type JsonWebKey } from 'node:crypto';
import {
  serveOnLoopback,
  type LoopbackOptions,
  type TwinAnswer,
  type TwinRequest,
} from '../loopback-server.ts';
import { answerAsNetwork, answerAsTokenEndpoint, json, type KeyFault, type TokenFault } from './faults.ts';
import { buildScenario, type Scenario, type ScenarioName, type ScenarioOptions } from './scenarios.ts';
import { createSigningKey, signRs256, toJwk, type SigningKey } from './signing-keys.ts';
import { buildSubject } from './subject.ts';

/**
 * Which issuer signs the tokens, and which server the job believes to run on.
 * - `pinned`: the job runs on github.com and the twin's own address is the issuer; the action needs it in its `issuer`
 *   input, which allows http for loopback addresses alone.
 * - `server`: the twin's address is GITHUB_SERVER_URL, as of an Enterprise Server; the issuer follows from it as
 *   `<address>/_services/token`, without any input.
 * - `github.com`, `ghe.com`: the real names, for clients whose requests are handed to `answer` in memory.
 */
export type IssuerForm = 'pinned' | 'server' | 'github.com' | 'ghe.com';

export interface GitHubTwinOptions extends LoopbackOptions {
  readonly scenario?: ScenarioName;
  readonly names?: ScenarioOptions;
  readonly issuerForm?: IssuerForm;
  /** One more segment of the issuer, as `include_enterprise_slug` adds it. */
  readonly enterpriseSlug?: string;
  readonly subjectForm?: 'legacy' | 'immutable';
  readonly subjectTemplate?: readonly string[];
  /** Claims to add or, with undefined, to leave out. */
  readonly claims?: Readonly<Record<string, string | undefined>>;
  readonly clock?: { now(): number };
}

export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly audience: string | undefined;
  readonly authorized: boolean;
}

/** Seconds: GitHub's tokens live for five minutes and begin ten minutes before they are issued. */
const lifetime = 300;
const backdated = 600;

// RSA keys take a tenth of a second each; tests of one process share them.
let sharedKeys: { readonly own: SigningKey; readonly stranger: SigningKey } | undefined;

const systemTime = { now: () => Date.now() };

/** Starts the twin of GitHub's token endpoint and key set on 127.0.0.1. */
export async function startGitHubTwin(options: GitHubTwinOptions = {}): Promise<GitHubTwin> {
  let twin: GitHubTwin | undefined;
  const server = await serveOnLoopback((request) => {
    if (twin === undefined) throw new Error('The twin was asked before it was ready.');
    return twin.answer(request);
  }, options);
  twin = new GitHubTwin(server.origin, options, () => server.close());
  return twin;
}

/** The twin without a server, for clients that hand their requests over in memory. */
export function createGitHubTwin(origin: string, options: GitHubTwinOptions = {}): GitHubTwin {
  return new GitHubTwin(origin, options);
}

/** GitHub's token endpoint and key set, for one job. */
export class GitHubTwin {
  readonly origin: string;
  readonly issuer: string;
  readonly scenario: Scenario;
  /** Undefined where the platform gives none to the job. */
  readonly endpoint: { readonly url: string; readonly bearer: string } | undefined;
  /** All variables of the job that belong to the scenario, those of the token endpoint included. */
  readonly environment: Readonly<Record<string, string>>;
  readonly requests: RecordedRequest[] = [];
  /** Tokens that were handed out, in their order; without those of a fault. */
  readonly issued: string[] = [];
  readonly close: () => Promise<void>;
  readonly #options: GitHubTwinOptions;
  readonly #serverUrl: string;
  readonly #bearer = ['gh', randomBytes(24).toString('hex')].join('-');
  readonly #path = `/1//idtoken/${randomUUID()}/${randomUUID()}`;
  readonly #violations: string[] = [];
  readonly #published: SigningKey[];
  readonly #strangerKey: SigningKey;
  #key: SigningKey;
  /** How many more reads of the key set do not show the newest key. */
  #hiddenFor = 0;
  #tokenFault: Pending<TokenFault> | undefined;
  #keyFault: Pending<KeyFault> | undefined;

  constructor(
    origin: string,
    options: GitHubTwinOptions,
    close: () => Promise<void> = async () => undefined,
  ) {
    sharedKeys ??= { own: createSigningKey(), stranger: createSigningKey() };
    const { issuer, serverUrl } = placeIssuer(origin, options);
    this.origin = origin;
    this.issuer = issuer;
    this.close = close;
    this.#options = options;
    this.#serverUrl = serverUrl;
    this.#key = sharedKeys.own;
    this.#published = [sharedKeys.own];
    this.#strangerKey = sharedKeys.stranger;
    this.scenario = buildScenario(options.scenario ?? 'push', { serverUrl, ...options.names });
    this.endpoint = this.scenario.hasTokenEndpoint
      ? { url: `${endpointOrigin(origin, options)}${this.#path}?api-version=2.0`, bearer: this.#bearer }
      : undefined;
    this.environment = { ...this.scenario.environment, ...variablesOf(this.endpoint) };
  }

  /** Answers one request in memory, as the server does. */
  answer(request: TwinRequest): TwinAnswer {
    const url = new URL(request.target, this.origin);
    this.requests.push({
      method: request.method,
      path: url.pathname,
      audience: url.searchParams.get('audience') ?? undefined,
      authorized: request.headers['authorization'] !== undefined,
    });
    if (request.body.length > 0) this.#violations.push('a request with a body');
    if (request.method !== 'GET') return this.#refuse(405, `the method ${request.method}`);
    if (url.pathname === this.#path) return this.#issueToken(request, url.searchParams);
    if (request.headers['authorization'] !== undefined) {
      this.#violations.push(`a credential was sent to ${url.pathname}`);
    }
    const { pathname } = new URL(this.issuer);
    // github.com publishes one key set; it is found under the issuer with an enterprise segment, too.
    const bases = ['', pathname === '/' ? '' : pathname].map((base) => `${base}/.well-known`);
    if (bases.some((base) => url.pathname === `${base}/jwks`)) return this.#publishKeys();
    if (bases.some((base) => url.pathname === `${base}/openid-configuration`)) {
      return json({ issuer: this.issuer, jwks_uri: `${this.issuer}/.well-known/jwks` });
    }
    return this.#refuse(404, `a request for ${url.pathname}`);
  }

  /** The public keys, for a twin that trusts this issuer without asking it over the network. */
  publishedKeys(): readonly JsonWebKey[] {
    return this.#published.map(toJwk);
  }

  /** A genuine token, as the endpoint would issue it, with claims changed. */
  mint(audience: string, changes: Readonly<Record<string, unknown>> = {}): string {
    return signRs256({ ...this.#payloadFor(audience), ...changes }, this.#key);
  }

  /** Makes the next `times` requests for a token fail (all, unless told). */
  failToken(fault: TokenFault, times = Infinity): void {
    this.#tokenFault = { fault, left: times };
  }

  /** Makes the next `times` requests for the key set fail (all, unless told). */
  failKeys(fault: KeyFault, times = Infinity): void {
    this.#keyFault = { fault, left: times };
  }

  /** Signs with a new key from now on. With `late`, the key set shows it only from the second read on. */
  rotateKeys({ late = false }: { readonly late?: boolean } = {}): void {
    this.#key = createSigningKey();
    this.#published.push(this.#key);
    this.#hiddenFor = late ? 1 : 0;
  }

  /** Throws if any request came that the real service would refuse, or answer with something that nobody meant. */
  expectStrict(): void {
    if (this.#violations.length > 0) {
      throw new Error(`GitHub would not have accepted: ${this.#violations.join('; ')}.`);
    }
  }

  #issueToken(request: TwinRequest, query: URLSearchParams): TwinAnswer {
    if (request.headers['authorization'] !== `Bearer ${this.#bearer}`) {
      return this.#refuse(401, 'a request for a token without the bearer of the job');
    }
    if (query.getAll('api-version').join() !== '2.0') {
      return this.#refuse(400, 'a request without api-version=2.0');
    }
    const audiences = query.getAll('audience');
    if (audiences.length !== 1) {
      this.#violations.push(`${audiences.length} audiences: the token is for one that nobody chose`);
    }
    const audience = audiences[0] ?? `${this.#serverUrl}/${this.scenario.claims['repository_owner']}`;
    const fault = take(this.#tokenFault);
    if (fault !== undefined) {
      const payload = this.#payloadFor(audience);
      return answerAsTokenEndpoint(fault, { payload, key: this.#key, strangerKey: this.#strangerKey });
    }
    const token = this.mint(audience);
    this.issued.push(token);
    return json({ count: 1, value: token });
  }

  #publishKeys(): TwinAnswer {
    const fault = take(this.#keyFault);
    if (fault !== undefined) return answerAsKeySet(fault, this.#key);
    const visible =
      this.#hiddenFor > 0 ? this.#published.filter((key) => key !== this.#key) : this.#published;
    this.#hiddenFor = Math.max(0, this.#hiddenFor - 1);
    return json({ keys: visible.map(toJwk) });
  }

  #payloadFor(audience: string): Readonly<Record<string, unknown>> {
    const iat = Math.floor((this.#options.clock ?? systemTime).now() / 1000);
    const claims = Object.fromEntries(
      Object.entries({ ...this.scenario.claims, ...this.#options.claims }).filter(
        (entry): entry is [string, string] => entry[1] !== undefined,
      ),
    );
    return {
      jti: randomUUID(),
      sub: buildSubject(claims, {
        form: this.#options.subjectForm ?? 'legacy',
        template: this.#options.subjectTemplate ?? ['repo', 'context'],
      }),
      aud: audience,
      iss: this.issuer,
      ...claims,
      nbf: iat - backdated,
      exp: iat + lifetime,
      iat,
    };
  }

  #refuse(status: number, what: string): TwinAnswer {
    this.#violations.push(what);
    return json({ message: 'Bad request' }, status);
  }
}

function variablesOf(endpoint: GitHubTwin['endpoint']): Record<string, string> {
  if (endpoint === undefined) return {};
  return {
    ACTIONS_ID_TOKEN_REQUEST_URL: endpoint.url,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: endpoint.bearer,
  };
}

interface Pending<Fault> {
  readonly fault: Fault;
  left: number;
}

function take<Fault>(pending: Pending<Fault> | undefined): Fault | undefined {
  if (pending === undefined || pending.left <= 0) return undefined;
  pending.left -= 1;
  return pending.fault;
}

function placeIssuer(origin: string, options: GitHubTwinOptions): { issuer: string; serverUrl: string } {
  const slug = options.enterpriseSlug === undefined ? '' : `/${options.enterpriseSlug}`;
  switch (options.issuerForm ?? 'pinned') {
    case 'pinned':
      return { issuer: `${origin}${slug}`, serverUrl: 'https://github.com' };
    case 'server':
      return { issuer: `${origin}/_services/token`, serverUrl: origin };
    case 'github.com':
      return {
        issuer: `https://token.actions.githubusercontent.com${slug}`,
        serverUrl: 'https://github.com',
      };
    case 'ghe.com':
      return { issuer: 'https://token.actions.octo.ghe.com', serverUrl: 'https://octo.ghe.com' };
  }
}

function endpointOrigin(origin: string, options: GitHubTwinOptions): string {
  if (options.issuerForm === 'github.com')
    return 'https://run-actions-1-azure-eastus.actions.githubusercontent.com';
  return options.issuerForm === 'ghe.com' ? 'https://run.actions.octo.ghe.com' : origin;
}

function answerAsKeySet(fault: KeyFault, key: SigningKey): TwinAnswer {
  switch (fault) {
    case 'not-found':
      return json({ message: 'Not found' }, 404);
    case 'empty':
      return json({ keys: [] });
    case 'non-rsa':
      return json({
        keys: [{ kty: 'EC', crv: 'P-256', kid: key.id, alg: 'ES256', use: 'sig', x: 'AA', y: 'AA' }],
      });
    case 'small-key':
      return json({ keys: [{ ...toJwk(createSigningKey(1024)), kid: key.id }] });
    case 'doubled-kid':
      return json({ keys: [toJwk(key), { ...toJwk(createSigningKey()), kid: key.id }] });
    default:
      return answerAsNetwork(fault) ?? json({}, 500);
  }
}
