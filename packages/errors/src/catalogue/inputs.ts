import type { CatalogueArea } from './entry.ts';

export const inputsErrors = {
  'inputs/missing': {
    what: 'A required input is missing.',
    why: 'The runner does not enforce `required: true`, so an absent input arrives as an empty text.',
    remedy: 'Set the input under `with:`.',
  },
  'inputs/invalid': {
    what: 'An input has a value that is not allowed.',
    why: 'Inputs are checked before anything else happens, so that a typo never weakens a check.',
    remedy: 'Use one of the allowed values.',
  },
  'inputs/conflict': {
    what: 'Two inputs contradict each other.',
    why: 'Each of them is valid alone, but only one can be meant.',
    remedy: 'Keep one of them, or use two steps.',
  },
  'inputs/misspelt': {
    what: 'An input has a name that this action does not know.',
    why: 'The name is close to one that it knows, and an input that is silently ignored would weaken a check.',
    remedy: 'Correct the name.',
  },
  'inputs/unsupported': {
    what: 'An input of another action is not supported here.',
    why: 'It is known, but what it asks for is unsafe or has no counterpart.',
    remedy: 'Remove it; docs/migrate.md shows what takes its place.',
  },
  'inputs/claims-file-changed': {
    what: 'The file in `claims-file` is not the one that `claims-sha256` names.',
    why: 'Somebody changed the policy, or the digest was never updated.',
    remedy: 'Review the change of the file; if it is what you mean, write its new digest into the workflow.',
  },
} as const satisfies CatalogueArea;
