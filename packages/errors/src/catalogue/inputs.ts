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
} as const satisfies CatalogueArea;
