import type { CatalogueArea } from './entry.ts';

export const logsErrors = {
  'logs/no-match': {
    what: 'A pattern of `paths` matches no file.',
    why: 'A scan of nothing would be clean without having looked at anything.',
    remedy: 'Correct the pattern, or make sure that the step which writes the files ran before.',
  },
  'logs/unreadable-input': {
    what: 'A file that an input names cannot be read.',
    why: 'Without it the scan would ignore or look for something else than was asked.',
    remedy: 'Check the path; it is relative to the workspace.',
  },
  'logs/not-written': {
    what: 'A report cannot be written.',
    why: 'Later steps would upload an old file or none.',
    remedy: 'Choose a path in a folder that this job may write to, and that is no symbolic link.',
  },
  'logs/leaks': {
    what: 'The logs hold secrets.',
    why: 'Whoever can read the log can use them: masking did not cover the form in which they were printed.',
    remedy: 'Revoke what the summary lists, at the vendor it names, then correct the step that printed it.',
  },
  'logs/incomplete': {
    what: 'Parts of the logs were not read.',
    why: 'What nobody looked at may hold secrets, so the scan does not call it clean.',
    remedy: 'See the summary for each part and its reason, or set `on-incomplete: warn`.',
  },
  'logs/archive-invalid': {
    what: 'An archive is damaged or has a form that is not read.',
    why: 'It was cut off, changed, or encrypted.',
    remedy: 'Download it again.',
  },
} as const satisfies CatalogueArea;
