/**
 * What is known of every claim in GitHub's identity token.
 * Source: GitHub Docs "OpenID Connect reference", and the traps collected in docs/claims.md.
 */

/** A verified token's payload: texts, and the times as seconds since the epoch. Has no prototype. */
export interface Claims {
  readonly iss: string;
  readonly sub: string;
  readonly aud: string;
  readonly exp: number;
  readonly iat: number;
  readonly [claim: string]: string | number | undefined;
}

export type ClaimAdvice = 'never' | 'narrow' | 'optional' | 'weak';

export interface ClaimKnowledge {
  readonly holds: 'text' | 'id' | 'name' | 'flag' | 'time' | 'opaque';
  /**
   * When github.com issues it: `always`, `by-event` (what triggered the run or what the job names decides, on every
   * server alike), or `by-account` (settings of the account or the repository decide).
   */
  readonly presence: 'always' | 'by-event' | 'by-account';
  /**
   * What a policy should do with it: `never` loosen, `narrow` to what you mean, `optional`, or `weak` (others can
   * choose or inherit it, so it proves nothing alone).
   */
  readonly advice: ClaimAdvice;
}

export const knownClaims: Readonly<Record<string, ClaimKnowledge>> = {
  iss: { holds: 'text', presence: 'always', advice: 'optional' },
  sub: { holds: 'text', presence: 'always', advice: 'narrow' },
  aud: { holds: 'text', presence: 'always', advice: 'optional' },
  exp: { holds: 'time', presence: 'always', advice: 'optional' },
  iat: { holds: 'time', presence: 'always', advice: 'optional' },
  nbf: { holds: 'time', presence: 'always', advice: 'optional' },
  jti: { holds: 'opaque', presence: 'always', advice: 'optional' },
  repository: { holds: 'name', presence: 'always', advice: 'optional' },
  repository_id: { holds: 'id', presence: 'always', advice: 'never' },
  repository_owner: { holds: 'name', presence: 'always', advice: 'optional' },
  repository_owner_id: { holds: 'id', presence: 'always', advice: 'never' },
  repository_visibility: { holds: 'text', presence: 'always', advice: 'optional' },
  enterprise: { holds: 'name', presence: 'by-account', advice: 'optional' },
  enterprise_id: { holds: 'id', presence: 'by-account', advice: 'never' },
  ref: { holds: 'text', presence: 'always', advice: 'narrow' },
  ref_type: { holds: 'text', presence: 'always', advice: 'narrow' },
  ref_protected: { holds: 'flag', presence: 'always', advice: 'narrow' },
  head_ref: { holds: 'text', presence: 'by-event', advice: 'weak' },
  base_ref: { holds: 'text', presence: 'by-event', advice: 'narrow' },
  event_name: { holds: 'text', presence: 'always', advice: 'narrow' },
  environment: { holds: 'text', presence: 'by-event', advice: 'narrow' },
  environment_node_id: { holds: 'text', presence: 'by-event', advice: 'narrow' },
  sha: { holds: 'text', presence: 'always', advice: 'narrow' },
  workflow: { holds: 'text', presence: 'always', advice: 'weak' },
  workflow_ref: { holds: 'text', presence: 'always', advice: 'narrow' },
  workflow_sha: { holds: 'text', presence: 'always', advice: 'narrow' },
  job_workflow_ref: { holds: 'text', presence: 'always', advice: 'narrow' },
  job_workflow_sha: { holds: 'text', presence: 'always', advice: 'narrow' },
  run_id: { holds: 'id', presence: 'always', advice: 'optional' },
  run_number: { holds: 'id', presence: 'always', advice: 'optional' },
  run_attempt: { holds: 'id', presence: 'always', advice: 'optional' },
  check_run_id: { holds: 'id', presence: 'always', advice: 'optional' },
  runner_environment: { holds: 'text', presence: 'always', advice: 'narrow' },
  actor: { holds: 'name', presence: 'always', advice: 'weak' },
  actor_id: { holds: 'id', presence: 'always', advice: 'weak' },
};

/** The claims that name an owner for ever: one of them is in every policy. */
export const identityClaims: readonly string[] = ['repository_id', 'repository_owner_id', 'enterprise_id'];

/** Custom properties of a repository, chosen by an administrator (GitHub changelog, 2026-03-12). */
const propertyClaim = /^repo_property_[A-Za-z0-9_$#-]{1,75}$/;

export function isPropertyClaim(name: string): boolean {
  return propertyClaim.test(name);
}

/** What is known of a claim; a custom property is known by its form. */
export function knowledgeOf(name: string): ClaimKnowledge | undefined {
  if (Object.hasOwn(knownClaims, name)) return knownClaims[name];
  return isPropertyClaim(name) ? { holds: 'text', presence: 'by-account', advice: 'narrow' } : undefined;
}

/** A claim as text, however the token writes it. */
export function claimText(claims: Claims, name: string): string | undefined {
  const value = claims[name];
  return value === undefined ? undefined : String(value);
}

/** Whether the token comes from a GitHub Enterprise Server, which lacks newer claims. */
export function isEnterpriseServerIssuer(issuer: string): boolean {
  return issuer.endsWith('/_services/token');
}

/**
 * Whether a claim that this token lacks says nothing, because its issuer may never issue it: only what the event
 * decides is the same on every server.
 */
export function isAbsenceUnverifiable(claims: Claims, name: string): boolean {
  return isEnterpriseServerIssuer(claims.iss) && knowledgeOf(name)?.presence !== 'by-event';
}

/** GitHub writes some claims that do not apply as an empty text (`head_ref` of a push): that is absence. */
export function presentClaim(claims: Claims, name: string): string | undefined {
  return claimText(claims, name) || undefined;
}
