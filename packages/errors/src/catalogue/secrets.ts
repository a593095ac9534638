import type { CatalogueArea } from './entry.ts';

export const secretsErrors = {
  'secrets/syntax': {
    what: 'The list of secrets cannot be read.',
    why: 'Nothing was requested: a list that is read wrongly would fetch something else than was meant.',
    remedy: 'Correct it at that place; each entry is `path key | NAME`, and entries are separated by `;`.',
  },
  'secrets/entry-invalid': {
    what: 'An entry of the list of secrets is not valid.',
    why: 'Nothing was requested: every entry is checked before the first request.',
    remedy: 'Correct that entry.',
  },
  'secrets/duplicate-name': {
    what: 'Two secrets have the same name.',
    why: 'Names of outputs do not differ by case, and one of the two would silently replace the other.',
    remedy: 'Give one of them another name.',
  },
  'secrets/name-invalid': {
    what: 'A key cannot be made into a name.',
    why: 'Nothing is left of it without the characters that a name cannot hold.',
    remedy: 'Name it yourself.',
  },
  'secrets/key-missing': {
    what: 'A secret lacks a key.',
    why: 'The secret is there and could be read, but it has no such key.',
    remedy: 'Correct the key, or mark the entry as optional.',
  },
  'secrets/selector': {
    what: 'A selector failed.',
    why: 'The expression is valid, but cannot be evaluated on this secret.',
    remedy: 'Correct the expression; docs.jsonata.org describes the language.',
  },
  'secrets/selector-bounds': {
    what: 'A selector took too long.',
    why: 'Its time, its depth and the number of its results are bounded, because it works on foreign values.',
    remedy: 'Use a simpler expression without recursion and without nested repetition.',
  },
  'secrets/empty': {
    what: 'There is nothing to take.',
    why: 'The secret or the folder is there, but empty; a later step would miss what it expects.',
    remedy: 'Correct the path, or mark the entry as optional.',
  },
  'secrets/undecodable': {
    what: 'A value is not encoded as was said.',
    why: 'Decoding it all the same would hand over something else than was stored.',
    remedy: 'Correct `decode` of that entry, or the value.',
  },
  'secrets/not-text': {
    what: 'A decoded value is no text.',
    why: 'Outputs and variables hold text only, and would lose bytes.',
    remedy: 'Hand it over as a private file: add `file` to that entry.',
  },
  'secrets/not-read': {
    what: 'Some secrets could not be read.',
    why: 'Everything is handed over or nothing, so that no step works with half of what it needs.',
    remedy: 'Each of them is explained below.',
  },
} as const satisfies CatalogueArea;
