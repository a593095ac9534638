import { join } from 'node:path';
import { runAction } from '@sallyport/runner';
import { readLeakInputs } from './inputs.ts';
import { liveSource } from './live-source.ts';
import { scanLogs } from './scan.ts';

const worker = join(import.meta.dirname, '..', 'worker', 'index.js');

// Unlike a post step that takes something back, this one judges: whatever goes wrong fails the job.
runAction('leak-scan', async (runner) => {
  if (runner.inputs.text('source') !== 'live') return;
  if (await scanLogs(readLeakInputs(runner.inputs), runner, worker, liveSource)) process.exitCode = 1;
});
