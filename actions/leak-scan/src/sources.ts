import type { LogSource } from './inputs.ts';
import { jobSource, runSource } from './run-source.ts';
import { filesSource, type Source } from './scan.ts';

/** What the main step scans; `live` has its turn in the post step. */
export const mainSources: Readonly<Record<Exclude<LogSource['kind'], 'live'>, Source>> = {
  files: filesSource,
  run: runSource,
  job: jobSource,
};
