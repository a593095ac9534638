import type { CatalogueArea } from './entry.ts';

export const graphErrors = {
  'graph/no-workflows': {
    what: 'There is no workflow file to check.',
    why: 'The folder `.github/workflows` is missing or empty, usually because nothing was checked out.',
    remedy: 'Run `actions/checkout` before this step, or point `path` at the repository.',
  },
  'graph/encoding': {
    what: 'A workflow file is not UTF-8 text.',
    why: 'GitHub reads workflow files as UTF-8, and guessing another encoding could hide a job.',
    remedy: 'Save the file as UTF-8.',
  },
  'graph/yaml-invalid': {
    what: 'A file is not valid YAML.',
    why: 'GitHub refuses the file, so nothing can be said about its jobs.',
    remedy: 'Mend the line that is named.',
  },
  'graph/duplicate-key': {
    what: 'A mapping has the same key twice.',
    why: 'GitHub compares keys without regard to case and refuses the file.',
    remedy: 'Remove one of the two keys.',
  },
  'graph/merge-key': {
    what: 'A file uses the YAML merge key `<<`.',
    why: 'GitHub knows anchors and aliases, but not merge keys.',
    remedy: 'Write the keys out, or use an alias for the whole value.',
  },
  'graph/second-document': {
    what: 'A file holds more than one YAML document.',
    why: 'GitHub refuses such a file.',
    remedy: 'Put the second document into a file of its own.',
  },
  'graph/unknown-key': {
    what: 'A file has a key that GitHub does not know there.',
    why: 'GitHub refuses the file; keys are case-sensitive.',
    remedy: 'Correct or remove the key.',
  },
  'graph/unknown-scope': {
    what: 'A `permissions` block names an unknown scope.',
    why: 'An unknown scope counts as a write here, because it may be newer than this tool.',
    remedy: 'Correct the name, or update this tool.',
  },
  'graph/missing-key': {
    what: 'A key that GitHub demands is missing.',
    why: 'GitHub refuses a file without it.',
    remedy: 'Add the key that is named.',
  },
  'graph/invalid-value': {
    what: 'A value is not allowed where it stands.',
    why: 'GitHub refuses the file.',
    remedy: 'Use one of the allowed values.',
  },
  'graph/expression-invalid': {
    what: 'An expression cannot be read where it stands.',
    why: 'It is malformed, or it names a context that this place does not have.',
    remedy: 'Mend the expression that is named.',
  },
  'graph/needs-unknown': {
    what: 'A job needs a job that does not exist.',
    why: 'GitHub refuses the file.',
    remedy: 'Correct the name under `needs`.',
  },
  'graph/needs-cycle': {
    what: 'Jobs wait for each other in a circle.',
    why: 'None of them could ever start, so GitHub refuses the file.',
    remedy: 'Remove one of the `needs`.',
  },
  'graph/too-large': {
    what: 'A file is larger than GitHub reads.',
    why: 'Beyond GitHub’s own limit a workflow does not run.',
    remedy: 'Split the file.',
  },
  'graph/too-deep': {
    what: 'A file nests deeper than GitHub reads.',
    why: 'Beyond GitHub’s own limit a workflow does not run.',
    remedy: 'Flatten the structure.',
  },
  'graph/alias-limit': {
    what: 'The aliases of a file expand beyond the limit.',
    why: 'Aliases of aliases can multiply a small file into millions of values.',
    remedy: 'Write the values out, or use fewer aliases.',
  },
  'graph/unresolved': {
    what: 'The text of a reusable workflow is not known.',
    why: 'It lives in another repository, and nobody gave its text.',
    remedy: 'Put its text into the folder that `remote` names, as `<owner>/<repo>/<ref>/<path>`.',
  },
  'graph/missing-local': {
    what: 'A workflow calls a file of this repository that does not exist.',
    why: 'GitHub refuses to start such a run.',
    remedy: 'Correct the path, or check out the whole repository.',
  },
  'graph/cycle': {
    what: 'Reusable workflows call each other in a circle.',
    why: 'GitHub refuses to start such a run.',
    remedy: 'Remove one of the calls.',
  },
  'graph/chain-limit': {
    what: 'Calls of reusable workflows go deeper or wider than the limit.',
    why: 'GitHub allows ten levels, and this tool a bounded number of jobs.',
    remedy: 'Flatten the chain of calls.',
  },
  'graph/outside-tree': {
    what: 'A file could not be taken from the repository.',
    why: 'It is a symbolic link that leads out of the tree, or it cannot be read.',
    remedy: 'Replace the link by a file.',
  },
} as const satisfies CatalogueArea;
