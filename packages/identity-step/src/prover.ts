import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Outcome, authentication } from '@sallyport/audit';
import { asCodedError, type Runner } from '@sallyport/runner';
import {
  claimText,
  enforceDecision,
  explainUnavailability,
  type Identity,
  mintToken,
  proveIdentity,
  readRunFacts,
  type RunFacts,
  type TokenEndpoint,
} from '@sallyport/github-identity';
import type { Step } from '@sallyport/step';
import type { AssertedPolicy } from './read-policy.ts';

/** What a proof is held against, beside the policy. */
export interface ProofOptions {
  readonly audience: string;
  /** The one issuer to accept; the server of the job decides if absent. */
  readonly issuer: string | undefined;
  /** Binds the token to this very job. */
  readonly checkRunId: string | undefined;
}

/** Proves who the job is, as often as a token is needed, and records every outcome. */
export class Prover {
  readonly #runner: Runner;
  readonly #step: Step;
  readonly #options: ProofOptions;
  readonly #policy: AssertedPolicy | undefined;
  readonly facts: RunFacts;

  constructor(runner: Runner, step: Step, options: ProofOptions, policy: AssertedPolicy | undefined) {
    this.#runner = runner;
    this.#step = step;
    this.#options = options;
    this.#policy = policy;
    this.facts = readRunFacts(runner.environment, readEvent(runner.environment['GITHUB_EVENT_PATH']), {
      checkRunId: options.checkRunId,
    });
  }

  /**
   * Mints, verifies, binds, asserts.
   * @throws CodedError `oidc/*`, `policy/*`, `http/*`
   */
  async prove(audience = this.#options.audience): Promise<Identity> {
    let identity: Identity | undefined;
    try {
      identity = await proveIdentity(
        {
          endpoint: tokenEndpoint(this.#runner.environment),
          audience,
          issuer: this.#options.issuer,
          facts: this.facts,
          policy: this.#policy?.policy,
          onToken: (jwt) => this.#protect(jwt),
        },
        this.#step,
      );
      if (identity.decision !== undefined) enforceDecision(identity.decision);
    } catch (error) {
      const coded = asCodedError(error);
      this.#record(identity, audience, { status: 'failure', detail: coded.code });
      throw coded;
    }
    this.#record(identity, audience, { status: 'success' });
    return identity;
  }

  /**
   * Mints a token that somebody else will judge: one request, nothing verified.
   * @throws CodedError `oidc/*`, `http/*`
   */
  async mint(): Promise<string> {
    const { audience } = this.#options;
    try {
      const endpoint = tokenEndpoint(this.#runner.environment);
      if (endpoint === undefined) throw explainUnavailability(this.facts);
      const jwt = await mintToken(endpoint, audience, this.#step);
      this.#protect(jwt);
      this.#record(undefined, audience, { status: 'success' });
      return jwt;
    } catch (error) {
      const coded = asCodedError(error);
      this.#record(undefined, audience, { status: 'failure', detail: coded.code });
      throw coded;
    }
  }

  /** The whole token, and its signature apart: without the signature the rest is worth nothing. */
  #protect(jwt: string): void {
    for (const secret of [jwt, jwt.split('.').at(2) ?? '']) {
      if (secret.length < 8) continue;
      this.#runner.mask(secret);
      this.#step.trail.protect(secret);
    }
  }

  #record(identity: Identity | undefined, audience: string, outcome: Outcome): void {
    const claims = identity?.claims;
    const tokenId = claims === undefined ? undefined : claimText(claims, 'jti');
    this.#step.trail.record(
      authentication({
        activity: 'logon',
        outcome,
        service: 'GitHub Actions OIDC',
        subject: claims?.sub,
        issuer: identity?.issuer,
        audience,
        tokenIdHash: tokenId === undefined ? undefined : createHash('sha256').update(tokenId).digest('hex'),
        expiresAt: claims?.exp,
        policyDigest: this.#policy?.digest,
      }),
    );
  }
}

function tokenEndpoint(environment: Runner['environment']): TokenEndpoint | undefined {
  const url = environment['ACTIONS_ID_TOKEN_REQUEST_URL'];
  const bearer = environment['ACTIONS_ID_TOKEN_REQUEST_TOKEN'];
  return url && bearer ? { url, bearer } : undefined;
}

/** The event's payload; without it fork and Dependabot are told apart less well, which is no reason to fail. */
function readEvent(path: string | undefined): unknown {
  try {
    return path ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
  } catch {
    return undefined;
  }
}
