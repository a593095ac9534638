import {
  serveOnLoopback,
  type LoopbackOptions,
  type TwinAnswer,
  type TwinRequest,
} from '../loopback-server.ts';
import {
  formatFor,
  renderAnswer,
  renderError,
  reply,
  type AnswerFormat,
  type AnswerValue,
} from './answers.ts';
import { issueKeys, type IssuedKeys } from './issued-keys.ts';
import {
  assumeRoleParameters,
  checkAssumption,
  durationOf,
  readForm,
  webIdentityParameters,
  type Parameters,
} from './parameters.ts';
import { authenticate } from './signature-v4.ts';
import { accessDenied, StsError } from './sts-error.ts';
import { admits, checkTrustPolicy, githubConditionKeys, type TrustPolicy } from './trust-policy.ts';
import { verifyWebIdentity, type IdentityProvider } from './web-identity.ts';

export interface Role {
  /** `arn:aws:iam::ACCOUNT:role/NAME`. */
  readonly arn: string;
  readonly trustPolicy: TrustPolicy;
  /** Seconds; an hour unless given. */
  readonly maxSessionDuration?: number;
}

export interface StsTwinOptions extends LoopbackOptions {
  readonly issuers: readonly IdentityProvider[];
  readonly roles: readonly Role[];
  readonly clock?: { now(): number };
}

/** Errors that STS is made to answer, by the code it uses, and what else can go wrong on the way. */
export const stsFaults = [
  'AccessDenied',
  'ExpiredTokenException',
  'InvalidIdentityToken',
  'IDPRejectedClaim',
  'IDPCommunicationError',
  'MalformedPolicyDocument',
  'PackedPolicyTooLarge',
  'RegionDisabledException',
  'ValidationError',
  'Throttling',
  'InternalFailure',
  'ServiceUnavailable',
  'malformed',
  'html',
  'empty',
  'keys-missing',
  'wrong-account',
  'already-expired',
  'huge',
  'silent',
  'reset',
  'slow-drip',
  'redirect',
] as const;
export type StsFault = (typeof stsFaults)[number];

/** A call that reached the twin, without any credential in it. */
export interface RecordedCall {
  readonly action: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** The error code of the answer; undefined for success. */
  readonly outcome: string | undefined;
}

const codes: Partial<Readonly<Record<StsFault, number>>> = {
  AccessDenied: 403,
  ExpiredTokenException: 400,
  InvalidIdentityToken: 400,
  IDPRejectedClaim: 403,
  IDPCommunicationError: 400,
  MalformedPolicyDocument: 400,
  PackedPolicyTooLarge: 400,
  RegionDisabledException: 403,
  ValidationError: 400,
  Throttling: 400,
  InternalFailure: 500,
  ServiceUnavailable: 503,
};

const secretParameters: readonly string[] = ['WebIdentityToken'];

/** Starts the twin of AWS STS on 127.0.0.1. */
export async function startStsTwin(options: StsTwinOptions): Promise<StsTwin> {
  for (const role of options.roles) checkTrustPolicy(role.trustPolicy);
  let twin: StsTwin | undefined;
  const server = await serveOnLoopback((request) => {
    if (twin === undefined) throw new Error('The twin was asked before it was ready.');
    return twin.answer(request);
  }, options);
  twin = new StsTwin(server.origin, options, () => server.close());
  return twin;
}

/** AWS STS: AssumeRoleWithWebIdentity, AssumeRole and GetCallerIdentity by the query protocol, version 2011-06-15. */
export class StsTwin {
  readonly origin: string;
  readonly calls: RecordedCall[] = [];
  readonly issued: IssuedKeys[] = [];
  readonly close: () => Promise<void>;
  readonly #options: StsTwinOptions;
  readonly #clock: { now(): number };
  readonly #violations: string[] = [];
  #fault: { readonly kind: StsFault; left: number } | undefined;

  constructor(origin: string, options: StsTwinOptions, close: () => Promise<void> = async () => undefined) {
    this.origin = origin;
    this.close = close;
    this.#options = options;
    this.#clock = options.clock ?? { now: () => Date.now() };
  }

  /** Makes the next `times` calls fail (all, unless told). */
  fail(kind: StsFault, times = Infinity): void {
    this.#fault = { kind, left: times };
  }

  /** Throws if a call came that no STS would ever accept. A denied login is no such call. */
  expectStrict(): void {
    if (this.#violations.length > 0)
      throw new Error(`AWS STS would not have accepted: ${this.#violations.join('; ')}.`);
  }

  /** Answers one request in memory, as the server does. */
  async answer(request: TwinRequest): Promise<TwinAnswer> {
    const format = formatFor(request.headers['accept']);
    let parameters: Parameters = new Map();
    try {
      if (request.method !== 'POST' || request.target !== '/') {
        throw new StsError(
          'InvalidAction',
          400,
          `Could not find operation ${request.method} ${request.target}`,
          true,
        );
      }
      parameters = readForm(request.body.toString('utf8'), request.headers['content-type']);
      const injected = this.#takeFault(parameters, format);
      if (injected !== undefined) return injected;
      const result = await this.#perform(parameters, request);
      this.#record(parameters, undefined);
      return renderAnswer(parameters.get('Action') ?? '', result, format);
    } catch (error) {
      const known =
        error instanceof StsError ? error : new StsError('InternalFailure', 500, 'The twin failed', true);
      if (known.isMalformedRequest) this.#violations.push(`${known.code}: ${known.message}`);
      this.#record(parameters, known.code);
      return renderError(known, format);
    }
  }

  #perform(
    parameters: Parameters,
    request: TwinRequest,
  ): Promise<Readonly<Record<string, AnswerValue>>> | Readonly<Record<string, AnswerValue>> {
    switch (parameters.get('Action')) {
      case 'AssumeRoleWithWebIdentity':
        return this.#assumeWithWebIdentity(parameters, request);
      case 'AssumeRole':
        return this.#assumeRole(parameters, request);
      case 'GetCallerIdentity': {
        const keys = authenticate(request, this.issued, this.#clock.now());
        return { Arn: keys.arn, UserId: keys.userId, Account: keys.account };
      }
      default:
        throw new StsError('InvalidAction', 400, 'Could not find operation for this action', true);
    }
  }

  async #assumeWithWebIdentity(
    parameters: Parameters,
    request: TwinRequest,
  ): Promise<Readonly<Record<string, AnswerValue>>> {
    if (request.headers['authorization'] !== undefined) {
      this.#violations.push('AssumeRoleWithWebIdentity is not signed, but a credential was sent');
    }
    const role = this.#roleOf(parameters);
    checkAssumption(parameters, webIdentityParameters, role?.maxSessionDuration ?? 3600);
    const token = parameters.get('WebIdentityToken') ?? '';
    if (token.length < 4 || token.length > 20_000) {
      throw new StsError('ValidationError', 400, 'webIdentityToken has a wrong length', true);
    }
    const { claims, provider } = await verifyWebIdentity(token, this.#options.issuers, this.#clock.now());
    const name = provider.issuer.replace(/^https?:\/\//, '');
    const account = role?.arn.split(':')[4] ?? '';
    const arn = `arn:aws:iam::${account}:oidc-provider/${name}`;
    const context = new Map(
      githubConditionKeys.flatMap((key) => {
        const value = claims[key];
        return typeof value === 'string' && value !== '' ? [[`${name}:${key}`.toLowerCase(), value]] : [];
      }),
    );
    const asked = {
      action: 'sts:AssumeRoleWithWebIdentity',
      principal: { kind: 'Federated', arn },
      context,
    } as const;
    if (role === undefined || !admits(role.trustPolicy, asked)) throw accessDenied();
    return {
      ...this.#issue(role, parameters),
      SubjectFromWebIdentityToken: String(claims['sub']),
      Provider: arn,
      Audience: String(claims['aud']),
    };
  }

  #assumeRole(parameters: Parameters, request: TwinRequest): Readonly<Record<string, AnswerValue>> {
    const caller = authenticate(request, this.issued, this.#clock.now());
    const role = this.#roleOf(parameters);
    // A chained role lives at most an hour, whatever the role allows.
    checkAssumption(parameters, assumeRoleParameters, 3600);
    const roleName = caller.arn.split('/')[1] ?? '';
    const arn = `arn:aws:iam::${caller.account}:role/${roleName}`;
    const externalId = parameters.get('ExternalId');
    const context = new Map(externalId === undefined ? [] : [['sts:externalid', externalId]]);
    const asked = { action: 'sts:AssumeRole', principal: { kind: 'AWS', arn }, context } as const;
    if (role === undefined || !admits(role.trustPolicy, asked)) throw accessDenied('sts:AssumeRole');
    return this.#issue(role, parameters);
  }

  #issue(role: Role, parameters: Parameters): Readonly<Record<string, AnswerValue>> {
    const fault = this.#pending(['keys-missing', 'wrong-account', 'already-expired']);
    const arn = fault === 'wrong-account' ? role.arn.replace(/::\d{12}:/, '::999999999999:') : role.arn;
    const lifetime = fault === 'already-expired' ? -60 : durationOf(parameters);
    const sessionName = parameters.get('RoleSessionName') ?? '';
    const keys = issueKeys(arn, sessionName, this.#clock.now() + lifetime * 1000);
    this.issued.push(keys);
    return {
      Credentials: {
        AccessKeyId: keys.accessKeyId,
        ...(fault === 'keys-missing' ? {} : { SecretAccessKey: keys.secretAccessKey }),
        SessionToken: keys.sessionToken,
        Expiration: new Date(keys.expiresAt),
      },
      AssumedRoleUser: { Arn: keys.arn, AssumedRoleId: keys.userId },
    };
  }

  #roleOf(parameters: Parameters): Role | undefined {
    return this.#options.roles.find((role) => role.arn === parameters.get('RoleArn'));
  }

  #record(parameters: Parameters, outcome: string | undefined): void {
    const shown = [...parameters].filter(([name]) => !secretParameters.includes(name));
    this.calls.push({
      action: parameters.get('Action') ?? '',
      parameters: Object.fromEntries(shown),
      outcome,
    });
  }

  #pending(kinds: readonly StsFault[]): StsFault | undefined {
    const fault = this.#fault;
    if (fault === undefined || fault.left <= 0 || !kinds.includes(fault.kind)) return undefined;
    fault.left -= 1;
    return fault.kind;
  }

  /** Faults that come instead of any work; those of the issued keys are taken where keys are issued. */
  #takeFault(parameters: Parameters, format: AnswerFormat): TwinAnswer | undefined {
    const kind = this.#pending(stsFaults.filter((each) => !keyFaults.includes(each)));
    if (kind === undefined) return undefined;
    this.#record(parameters, kind);
    const status = codes[kind];
    if (status !== undefined) return renderError(new StsError(kind, status, `Injected: ${kind}`), format);
    return misbehave(kind, format);
  }
}

const keyFaults: readonly StsFault[] = ['keys-missing', 'wrong-account', 'already-expired'];

function misbehave(kind: StsFault, format: AnswerFormat): TwinAnswer {
  if (kind === 'silent' || kind === 'reset') return { kind };
  if (kind === 'slow-drip') return { kind: 'drip', body: ' '.repeat(4096), milliseconds: 50 };
  if (kind === 'redirect') {
    return { kind: 'answer', status: 307, headers: { location: 'http://127.0.0.1:9/elsewhere' }, body: '' };
  }
  const bodies: Partial<Readonly<Record<StsFault, string>>> = {
    malformed:
      format === 'json'
        ? '{"AssumeRoleWithWebIdentityResponse":{'
        : '<AssumeRoleWithWebIdentityResponse><Assume',
    html: '<!doctype html><title>Sign in to the network</title>',
    empty: '',
    huge: ' '.repeat(10 * 1024 * 1024),
  };
  return reply(200, format, bodies[kind] ?? '');
}
