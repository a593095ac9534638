import type { CatalogueArea } from './entry.ts';

export const auditErrors = {
  'audit/spool': {
    what: 'The audit file could not be used.',
    why: 'Events are only written to a file under RUNNER_TEMP that this user alone can change, never through a link.',
    remedy:
      'Give the job a writable RUNNER_TEMP and remove what an earlier step put in the place of the audit file.',
  },
} as const satisfies CatalogueArea;
