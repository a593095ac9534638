import type { CatalogueArea } from './entry.ts';

export const policyErrors = {
  'policy/missing': {
    what: 'There is no claim policy.',
    why: 'Without one, whatever the job happens to be would get the credentials.',
    remedy: 'Add the block that fits this run as the input `claims`, after reading it.',
  },
  'policy/syntax': {
    what: 'The claim policy is not valid YAML.',
    why: 'The policy is one YAML mapping without anchors, tags or further documents.',
    remedy: 'Correct the place that is named.',
  },
  'policy/too-large': {
    what: 'The claim policy is too large.',
    why: 'A policy has at most 64 KiB, 100 claims, 200 alternatives a claim and 1024 characters a value.',
    remedy: 'Keep what identifies the run, and leave out the rest.',
  },
  'policy/empty': {
    what: 'The claim policy is empty.',
    why: 'An empty policy would admit every run of every repository.',
    remedy: 'Name at least a permanent id and what you want to hold, such as `ref`.',
  },
  'policy/duplicate-claim': {
    what: 'The claim policy names a claim twice.',
    why: 'One of the two would silently be ignored.',
    remedy: 'Merge them: a list means any of its values.',
  },
  'policy/unknown-claim': {
    what: 'The claim policy names a claim that GitHub does not issue.',
    why: 'A misspelt claim would never hold, or never be checked.',
    remedy: 'Correct the name; `docs/claims.md` lists every claim.',
  },
  'policy/unassertable-claim': {
    what: 'The claim policy names a claim that a policy cannot say anything about.',
    why: 'Times and token ids differ in every token; they are checked without being asked for.',
    remedy: 'Leave the claim out.',
  },
  'policy/invalid-condition': {
    what: 'The claim policy has a condition that is not allowed.',
    why: 'A condition is a text, a list of texts, or a mapping of `glob`, `not` or `absent: true`.',
    remedy: 'Correct the place that is named.',
  },
  'policy/invalid-value': {
    what: 'The claim policy has a value that the claim can never have.',
    why: 'A condition that can never hold, or always holds, is a mistake.',
    remedy: 'Correct the place that is named.',
  },
  'policy/no-identity': {
    what: 'The claim policy names no permanent id.',
    why: 'Names of repositories and owners can be taken over by others after a rename or a deletion; ids cannot.',
    remedy: 'Add `repository_id`, `repository_owner_id` or `enterprise_id` with the exact id.',
  },
  'policy/weak': {
    what: 'The claim policy relies on who pushed the button or on free text.',
    why: '`actor`, `workflow`, `head_ref` and their like can be chosen or inherited by somebody else.',
    remedy: 'Add a condition on `ref`, `environment` or `job_workflow_ref`.',
  },
} as const satisfies CatalogueArea;
