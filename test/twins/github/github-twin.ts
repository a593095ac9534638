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

export interface GitHubTwin {
  readonly origin: string;
  readonly issuer: string;
  readonly scenario: Scenario;
  /** Undefined where the platform gives none to the job. */
  readonly endpoint: { readonly url: string; readonly bearer: string } | undefined;
  /** All variables of the job that belong to the scenario, those of the token endpoint included. */
  readonly environment: Readonly<Record<string, string>>;
  readonly requests: readonly RecordedRequest[];
  /** Tokens that were handed out, in their order. */
  readonly issued: readonly string[];
  /** Answers one request in memory, as the server does. */
  answer(request: TwinRequest): TwinAnswer;
  /** The public keys, for a twin that trusts this issuer without asking it over the network. */
  publishedKeys(): readonly JsonWebKey[];
  /** A genuine token, as the endpoint would issue it. */
  mint(audience: string, changes?: Readonly<Record<string, unknown>>): string;
  /** Makes the next `times` requests fail (all, unless told). */
  failToken(fault: TokenFault, times?: number): void;
  failKeys(fault: KeyFault, times?: number): void;
  /** Signs with a new key from now on. With `late`, the key set shows it only from the second request on. */
  rotateKeys(options?: { readonly late?: boolean }): void;
  /** Throws if any request came that the real service would refuse, or answer with something that was not meant. */
  expectStrict(): void;
  close(): Promise<void>;
}

/** Seconds: GitHub's tokens live for five minutes and begin ten minutes before they are issued. */
const lifetime = 300;
const backdated = 600;

// RSA keys take a tenth of a second each; tests of one process share them.
let sharedKeys: { readonly own: SigningKey; readonly stranger: SigningKey } | undefined;

/** Starts the twin of GitHub's token endpoint and key set on 127.0.0.1. */
export async function startGitHubTwin(options: GitHubTwinOptions = {}): Promise<GitHubTwin> {
  let twin: GitHubTwin | undefined;
  const server = await serveOnLoopback((request) => {
    if (twin === undefined) throw new Error('The twin was asked before it was ready.');
    return twin.answer(request);
  }, options);
  twin = createGitHubTwin(server.origin, options, () => server.close());
  return twin;
}

/** The twin without a server, for clients that hand their requests over in memory. */
export function createGitHubTwin(
  origin: string,
  options: GitHubTwinOptions = {},
  close: () => Promise<void> = async () => undefined,
): GitHubTwin {
  const clock = options.clock ?? { now: () => Date.now() };
  const { issuer, serverUrl } = placeIssuer(origin, options);
  const scenario = buildScenario(options.scenario ?? 'push', { serverUrl, ...options.names });
  const claims = Object.fromEntries(
    Object.entries({ ...scenario.claims, ...options.claims }).filter(([, value]) => value !== undefined),
  ) as Record<string, string>;
  const subject = buildSubject(claims, {
    form: options.subjectForm ?? 'legacy',
    ...(options.subjectTemplate === undefined ? {} : { template: options.subjectTemplate }),
  });
  sharedKeys ??= { own: createSigningKey(), stranger: createSigningKey() };
  const keys = { current: sharedKeys.own, published: [sharedKeys.own], hiddenFor: 0 };
  const bearer = ['gh', randomBytes(24).toString('hex')].join('-');
  const path = `/1//idtoken/${randomUUID()}/${randomUUID()}`;
  const requests: RecordedRequest[] = [];
  const issued: string[] = [];
  const violations: string[] = [];
  const faults: { token?: Pending<TokenFault>; keys?: Pending<KeyFault> } = {};

  const payloadFor = (audience: string): Readonly<Record<string, unknown>> => {
    const iat = Math.floor(clock.now() / 1000);
    return {
      jti: randomUUID(),
      sub: subject,
      aud: audience,
      iss: issuer,
      ...claims,
      nbf: iat - backdated,
      exp: iat + lifetime,
      iat,
    };
  };

  const issueToken = (request: TwinRequest, query: URLSearchParams): TwinAnswer => {
    if (request.method !== 'GET') return refuse(405, `${request.method} at the token endpoint`);
    if (request.headers['authorization'] !== `Bearer ${bearer}`) {
      return refuse(401, 'a request for a token without the bearer of the job');
    }
    if (query.getAll('api-version').join() !== '2.0') return refuse(400, 'a request without api-version=2.0');
    if (query.getAll('audience').length !== 1) {
      violations.push(
        `${query.getAll('audience').length} audiences: the token is for an audience that nobody chose`,
      );
    }
    const audience = query.get('audience') ?? `${serverUrl}/${claims['repository_owner']}`;
    const fault = take(faults.token);
    if (fault === undefined) {
      const token = signRs256(payloadFor(audience), keys.current);
      issued.push(token);
      return json({ count: 1, value: token });
    }
    const context = { payload: payloadFor(audience), key: keys.current, strangerKey: sharedKeys!.stranger };
    return answerAsTokenEndpoint(fault, context);
  };

  const publishKeys = (request: TwinRequest): TwinAnswer => {
    if (request.method !== 'GET') return refuse(405, `${request.method} at the key set`);
    if (request.headers['authorization'] !== undefined)
      violations.push('a credential was sent to the key set');
    const fault = take(faults.keys);
    if (fault !== undefined) return answerAsKeySet(fault, keys.current);
    const visible =
      keys.hiddenFor > 0 ? keys.published.filter((key) => key !== keys.current) : keys.published;
    keys.hiddenFor = Math.max(0, keys.hiddenFor - 1);
    return json({ keys: visible.map(toJwk) });
  };

  const refuse = (status: number, what: string): TwinAnswer => {
    violations.push(what);
    return json({ message: 'Bad request' }, status);
  };

  const keyPaths = new Set([new URL(`${issuer}/.well-known/jwks`).pathname, '/.well-known/jwks']);
  const discoveryPaths = new Set([new URL(`${issuer}/.well-known/openid-configuration`).pathname]);
  const endpoint = scenario.hasTokenEndpoint
    ? { url: `${endpointOrigin(origin, options)}${path}?api-version=2.0`, bearer }
    : undefined;

  return {
    origin,
    issuer,
    scenario,
    endpoint,
    environment: {
      ...scenario.environment,
      ...(endpoint === undefined
        ? {}
        : {
            ACTIONS_ID_TOKEN_REQUEST_URL: endpoint.url,
            ACTIONS_ID_TOKEN_REQUEST_TOKEN: endpoint.bearer,
          }),
    },
    requests,
    issued,
    answer: (request) => {
      const url = new URL(request.target, origin);
      requests.push({
        method: request.method,
        path: url.pathname,
        audience: url.searchParams.get('audience') ?? undefined,
        authorized: request.headers['authorization'] !== undefined,
      });
      if (request.body.length > 0) violations.push('a request with a body');
      if (keyPaths.has(url.pathname)) return publishKeys(request);
      if (discoveryPaths.has(url.pathname)) return json({ issuer, jwks_uri: `${issuer}/.well-known/jwks` });
      if (url.pathname === path) return issueToken(request, url.searchParams);
      return refuse(404, `a request for ${url.pathname}`);
    },
    publishedKeys: () => keys.published.map(toJwk),
    mint: (audience, changes = {}) => signRs256({ ...payloadFor(audience), ...changes }, keys.current),
    failToken: (fault, times = Infinity) => {
      faults.token = { fault, left: times };
    },
    failKeys: (fault, times = Infinity) => {
      faults.keys = { fault, left: times };
    },
    rotateKeys: ({ late = false } = {}) => {
      keys.current = createSigningKey();
      keys.published.push(keys.current);
      keys.hiddenFor = late ? 1 : 0;
    },
    expectStrict: () => {
      if (violations.length > 0) throw new Error(`GitHub would not have accepted: ${violations.join('; ')}.`);
    },
    close,
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
