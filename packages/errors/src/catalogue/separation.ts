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
  'separation/file-unreadable': {
    what: 'A file that an input names cannot be read.',
    why: 'It does not exist, is too large, or is no file.',
    remedy: 'Check the path; relative paths start at the workspace.',
  },
  'separation/file-unwritable': {
    what: 'A report cannot be written.',
    why: 'The folder does not exist or is not writable.',
    remedy: 'Choose a path below the workspace or the runner’s temporary folder.',
  },
  'separation/timeout': {
    what: 'The check took longer than it may.',
    why: 'The deadline of `timeout-seconds` is over.',
    remedy: 'Raise `timeout-seconds`.',
  },
} as const satisfies CatalogueArea;
