import { failure, plainText } from '@sallyport/errors';
import { isAbsenceUnverifiable, presentClaim, type Claims } from '../claims.ts';
import { worstOf, type ComparedClaim, type Verdict } from '../verdict.ts';
import type { PolicyDecision } from './decision.ts';
import { matchesGlob } from './glob.ts';
import { explainDifference } from './hints.ts';
import {
  describeCondition,
  literalsOf,
  type ClaimPolicy,
  type Condition,
  type PolicyEntry,
} from './language.ts';
import { renderComparison } from './render.ts';
import { riskOf } from './risky-events.ts';

/**
 * Compares verified claims with a policy, every claim of it, so that one look shows everything that is wrong.
 * A claim that the token lacks fails, or is unverifiable where its issuer may not know the claim. An event in which
 * untrusted input meets a trusted `sub` is denied unless the policy names it in `event_name`.
 */
export function evaluatePolicy(policy: ClaimPolicy, claims: Claims): PolicyDecision {
  const rows = policy.entries.map((entry) => compare(entry, policy, claims));
  const event = presentClaim(claims, 'event_name');
  const reason = event === undefined ? undefined : riskOf(event);
  if (event === undefined || reason === undefined || namesEvent(policy, event)) {
    return { verdict: worstOf(rows.map((row) => row.verdict)), rows };
  }
  const denied: ComparedClaim = {
    claim: 'event_name',
    expected: `${event}, named in the policy`,
    actual: event,
    verdict: 'violated',
    hint: `Denied unless named: ${reason}.`,
  };
  return { verdict: 'violated', rows: [...rows, denied], deniedEvent: { event, reason } };
}

/**
 * Turns a decision that does not hold into the error that ends the step.
 * @throws CodedError `oidc/event-denied`, `oidc/claim-mismatch`, `oidc/claim-unverifiable`, with the table as details.
 */
export function enforceDecision(decision: PolicyDecision): void {
  if (decision.verdict === 'holds') return;
  const details = renderComparison(decision.rows);
  const names = decision.rows
    .filter((row) => row.verdict === decision.verdict)
    .map((row) => `\`${row.claim}\``);
  const list = [...new Set(names)].join(', ');
  if (decision.verdict === 'unverifiable') {
    throw failure('oidc/claim-unverifiable', {
      what: `The claim policy cannot be checked here: the token has no ${list}.`,
      details,
    });
  }
  const { deniedEvent } = decision;
  if (deniedEvent !== undefined && decision.rows.filter((row) => row.verdict === 'violated').length === 1) {
    throw failure('oidc/event-denied', {
      what: `The event ${plainText(deniedEvent.event, 60)} is not admitted unless the claim policy names it.`,
      details,
    });
  }
  throw failure('oidc/claim-mismatch', {
    what: `The token does not satisfy the claim policy: ${list}.`,
    details,
  });
}

function compare(entry: PolicyEntry, policy: ClaimPolicy, claims: Claims): ComparedClaim {
  const { claim, condition } = entry;
  const actual = presentClaim(claims, claim);
  const verdict = judge(condition, claim, actual, claims);
  const hint = verdict === 'holds' ? undefined : explainDifference(entry, verdict, claims, policy);
  return {
    claim,
    expected: describeCondition(condition),
    actual,
    verdict,
    ...(hint === undefined ? {} : { hint }),
  };
}

function judge(condition: Condition, claim: string, actual: string | undefined, claims: Claims): Verdict {
  if (actual === undefined && isAbsenceUnverifiable(claims, claim)) return 'unverifiable';
  return matches(condition, actual) ? 'holds' : 'violated';
}

function matches(condition: Condition, actual: string | undefined): boolean {
  switch (condition.kind) {
    case 'equals':
      return actual === condition.text;
    case 'glob':
      return actual !== undefined && matchesGlob(condition.pattern, actual);
    case 'absent':
      return actual === undefined;
    case 'any':
      return condition.of.some((each) => matches(each, actual));
    case 'all':
      return condition.of.every((each) => matches(each, actual));
    case 'not':
      return actual !== undefined && !matches(condition.condition, actual);
  }
}

/** Only a literal names an event: a glob or a `not` admits it without anybody having thought of it. */
function namesEvent(policy: ClaimPolicy, event: string): boolean {
  return policy.entries.some(
    (entry) => entry.claim === 'event_name' && literalsOf(entry.condition).includes(event),
  );
}
