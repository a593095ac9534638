export { bindToRun } from './binding.ts';
export {
  claimText,
  identityClaims,
  isPropertyClaim,
  knownClaims,
  type ClaimAdvice,
  type ClaimKnowledge,
  type Claims,
} from './claims.ts';
export type { Binding, Identity, IdentityIo, IdentityRequest, TokenEndpoint } from './identity.ts';
export type { PolicyDecision } from './policy/decision.ts';
export { enforceDecision, evaluatePolicy } from './policy/evaluate.ts';
export { matchesGlob } from './policy/glob.ts';
export { describeCondition, type ClaimPolicy, type Condition, type PolicyEntry } from './policy/language.ts';
export { parsePolicy } from './policy/parse.ts';
export { renderComparison, renderDecision, renderDecisionMarkdown } from './policy/render.ts';
export { riskOf, riskyEvents } from './policy/risky-events.ts';
export { policyDigest, suggestPolicy } from './policy/suggest.ts';
export { proveIdentity } from './prove-identity.ts';
export { readRunFacts, type RunFacts } from './run-facts.ts';
export {
  contextOf,
  formatSubject,
  otherForm,
  parseSubject,
  type Subject,
  type SubjectPart,
} from './subject.ts';
export { mintToken } from './token/mint.ts';
export { explainUnavailability, isUnavailable } from './unavailability.ts';
export type { ComparedClaim, Verdict } from './verdict.ts';
