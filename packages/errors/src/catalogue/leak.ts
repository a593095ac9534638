import type { CatalogueArea } from './entry.ts';

export const leakErrors = {
  'leak/config-invalid': {
    what: 'The configuration of the leak scan is not valid.',
    why: 'A configuration that is misread could ignore what it does not mean to.',
    remedy: 'Correct the entry; docs/schema/leak-config.schema.json describes the form.',
  },
  'leak/baseline-invalid': {
    what: 'The baseline is no report of this tool.',
    why: 'A baseline names findings that are already dealt with, so only a report that can be read in full counts.',
    remedy: 'Use the JSON report of an earlier scan, of the same major version, as the baseline.',
  },
  'leak/known-values-invalid': {
    what: 'The file of known values cannot be read.',
    why: 'A value that is not understood would not be looked for, and the verdict would claim more than was checked.',
    remedy: 'Write one digest a line, as the `digest` command prints it.',
  },
  'leak/known-values-too-many': {
    what: 'There are more known values than can be looked for at once.',
    why: 'All of them are looked for in one pass, whose table has room for 4,000 forms.',
    remedy: 'Give keyed digests instead of values, or fewer values.',
  },
  'leak/rule-unknown': {
    what: 'A rule that is referred to does not exist.',
    why: 'A misspelt rule would be ignored in silence.',
    remedy: 'Use one of the rule ids in the list of rules.',
  },
} as const satisfies CatalogueArea;
