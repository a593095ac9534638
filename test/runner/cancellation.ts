import type { JobState } from './state.ts';

/** Marks a job as cancelled and tells its running step. The rest of its steps are still asked. */
export function cancelJob(job: JobState): void {
  job.status = 'cancelled';
  job.abort.abort();
}

export function cancelled(job: JobState): boolean {
  return job.abort.signal.aborted;
}
