/** What the value of a claim looks like. A literal of another shape can never hold, so it is an error, with the reason. */
export interface ClaimShape {
  readonly pattern: RegExp;
  /** What a glob needs to match any such value; a wildcard never crosses `@`. */
  readonly glob?: RegExp;
  readonly says: string;
}

const digits: ClaimShape = { pattern: /^(?:0|[1-9]\d{0,19})$/, says: 'is an id of decimal digits' };
const commit: ClaimShape = {
  pattern: /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/,
  says: 'is a full commit SHA in lower case',
};
const fileAtRef: ClaimShape = {
  pattern: /^[^/@]+\/[^/@]+\/.+@.+$/,
  glob: /@/,
  says: 'is OWNER/REPOSITORY/PATH@REF, such as `my-org/app/.github/workflows/deploy.yml@refs/heads/main`',
};
const shortRef: ClaimShape = {
  pattern: /^(?!refs\/(?:heads|tags)\/)/,
  says: 'is a short branch name without `refs/heads/`',
};

function oneOf(...words: readonly string[]): ClaimShape {
  return { pattern: new RegExp(`^(?:${words.join('|')})$`), says: `is one of ${words.join(', ')}` };
}

/** Shapes of literals, from the GitHub Docs "OpenID Connect reference". */
export const claimShapes: Readonly<Record<string, ClaimShape>> = {
  repository_id: digits,
  repository_owner_id: digits,
  enterprise_id: digits,
  actor_id: digits,
  run_id: digits,
  run_number: digits,
  run_attempt: digits,
  check_run_id: digits,
  sha: commit,
  workflow_sha: commit,
  job_workflow_sha: commit,
  workflow_ref: fileAtRef,
  job_workflow_ref: fileAtRef,
  base_ref: shortRef,
  head_ref: shortRef,
  repository: { pattern: /^[^/@]+\/[^/@]+$/, glob: /\/|\*\*/, says: 'is OWNER/REPOSITORY' },
  repository_owner: { pattern: /^[^/]+$/, says: 'is a bare owner name' },
  ref: { pattern: /^refs\//, glob: /^(?:refs\/|\*)/, says: 'is a full ref, such as `refs/heads/main`' },
  ref_type: oneOf('branch', 'tag'),
  ref_protected: oneOf('true', 'false'),
  runner_environment: oneOf('github-hosted', 'self-hosted'),
  repository_visibility: oneOf('public', 'private', 'internal'),
  event_name: { pattern: /^[a-z]+(?:_[a-z]+)*$/, says: 'is an event such as `push` or `workflow_dispatch`' },
  sub: { pattern: /:/, says: 'is a list of keys and values, such as `repo:my-org/app:ref:refs/heads/main`' },
};
