import type { CatalogueArea } from './entry.ts';

export const separationErrors = {
  'separation/policy-invalid': {
    what: 'The policy file is not valid.',
    why: 'Roles and ignores are read exactly, so that a typo never weakens the check.',
    remedy:
      'Mend the line that is named; `docs/schema/sallyport.schema.json` lets an editor complete the file.',
  },
  'separation/violated': {
    what: 'What builds can deploy.',
    why: 'At least one rule of the error tier is violated.',
    remedy: 'Follow the remedy of each finding, or record an ignore with a reason and an expiry.',
  },
  'separation/unverifiable': {
    what: 'It cannot be told whether what builds can deploy.',
    why: 'At least one rule of the error tier could not be decided.',
    remedy: 'Each finding says what would settle it.',
  },
  'separation/baseline-invalid': {
    what: 'The baseline is not a report of this action.',
    why: 'A baseline names the findings that are known already, and an unreadable one would hide none or all.',
    remedy: 'Use the `report-file` of an earlier run.',
  },
} as const satisfies CatalogueArea;
