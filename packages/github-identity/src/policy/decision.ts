import type { ComparedClaim, Verdict } from '../verdict.ts';

/** What a policy says of one token. A decision that does not hold is a value, so that it can be recorded first. */
export interface PolicyDecision {
  readonly verdict: Verdict;
  readonly rows: readonly ComparedClaim[];
  /** Set when the event itself is denied because the policy does not name it: why the event is risky. */
  readonly deniedEvent?: { readonly event: string; readonly reason: string };
}
