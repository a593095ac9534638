import type { CatalogueArea } from './entry.ts';

export const runnerErrors = {
  'runner/not-a-runner': {
    what: 'A variable that every runner sets is not set.',
    why: 'This program was started outside GitHub Actions, or an earlier step removed the variable.',
    remedy: 'Run it as a step of a job.',
  },
  'runner/private-files': {
    what: 'A private file could not be written.',
    why: 'Credentials are only written where nobody else can read or replace them.',
    remedy:
      'Give the job a writable RUNNER_TEMP that is a real folder, or choose an exposure that needs no file.',
  },
  'runner/exposure': {
    what: 'The results of the step could not be handed over.',
    why: 'Everything is handed over or nothing, so that a half-written login never reaches a later step.',
    remedy: 'Free the space or correct the name, and run the job again.',
  },
  'runner/no-shell': {
    what: 'The shell for `run` could not be started.',
    why: 'The `run` input needs the shell that `shell` names on the path of the job.',
    remedy: 'Set `shell` to a shell that this runner has.',
  },
  'runner/script-failed': {
    what: 'The script in `run` failed.',
    why: 'It ended with an exit code other than 0.',
    remedy: 'Read its output above.',
  },
  'runner/cancelled': {
    what: 'The job was cancelled.',
    why: 'The runner asked this step to stop.',
    remedy: 'Nothing was handed over; run the job again if you meant it to finish.',
  },
  'runner/defect': {
    what: 'Something unexpected happened.',
    why: 'This is a defect of the action, not of your workflow.',
    remedy: 'Please report it with the code and the version of the action; nothing was handed over.',
  },
} as const satisfies CatalogueArea;
