import type { Clock, HttpClient } from '@sallyport/http';
import type { Claims } from './claims.ts';
import type { PolicyDecision } from './policy/decision.ts';
import type { ClaimPolicy } from './policy/language.ts';
import type { RunFacts } from './run-facts.ts';
import type { ComparedClaim, Verdict } from './verdict.ts';

/** Where the job asks for its token: `ACTIONS_ID_TOKEN_REQUEST_URL` and `ACTIONS_ID_TOKEN_REQUEST_TOKEN`. */
export interface TokenEndpoint {
  readonly url: string;
  readonly bearer: string;
}

export interface IdentityRequest {
  /** Absent where the platform gave none to this job. */
  readonly endpoint: TokenEndpoint | undefined;
  readonly audience: string;
  /** The one issuer to accept, instead of those that follow from the server of the job. */
  readonly issuer?: string | undefined;
  readonly facts: RunFacts;
  readonly policy?: ClaimPolicy | undefined;
  /** Called with every token that arrives, before anything else is done with it: mask it here. */
  readonly onToken: (jwt: string) => void;
}

export interface IdentityIo {
  readonly http: HttpClient;
  readonly clock: Clock;
}

/** How the token was bound to the running job. */
export interface Binding {
  readonly verdict: Verdict;
  readonly rows: readonly ComparedClaim[];
}

/** A token that was verified and belongs to this run. */
export interface Identity {
  /** The JWT itself. Secret. */
  readonly token: string;
  readonly claims: Claims;
  readonly issuer: string;
  readonly audience: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  readonly binding: Binding;
  /** Present where a policy was given; it may be violated: `enforceDecision` turns that into an error. */
  readonly decision: PolicyDecision | undefined;
}
