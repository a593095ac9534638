import { readdirSync, readFileSync } from 'node:fs';

/**
 * Ends the processes that a job left running: those whose environment carries the job's RUNNER_TRACKING_ID.
 * Source: actions/runner `src/Runner.Worker/JobExtension.cs` (FinalizeJob). Needs `/proc`; elsewhere it finds none.
 * @returns the ids of what it ended.
 */
export function endOrphans(trackingId: string): number[] {
  return processIds().filter((id) => {
    try {
      const environment = readFileSync(`/proc/${id}/environ`, 'utf8').split('\0');
      if (!environment.includes(`RUNNER_TRACKING_ID=${trackingId}`)) return false;
      process.kill(id, 'SIGKILL');
      return true;
    } catch {
      return false;
    }
  });
}

function processIds(): number[] {
  try {
    return readdirSync('/proc')
      .map(Number)
      .filter((id) => Number.isInteger(id) && id !== process.pid);
  } catch {
    return [];
  }
}
