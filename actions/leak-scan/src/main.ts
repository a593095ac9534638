import { join } from 'node:path';
import { refuseMisspeltInputs, runAction } from '@sallyport/runner';
import { declaredInputs } from './declared-inputs.ts';
import { readLeakInputs } from './inputs.ts';
import { filesSource, scanLogs } from './scan.ts';

const worker = join(import.meta.dirname, '..', 'worker', 'index.js');

runAction('leak-scan', async (runner) => {
  refuseMisspeltInputs(runner.environment, declaredInputs);
  const inputs = readLeakInputs(runner.inputs);
  if (await scanLogs(inputs, runner, worker, filesSource)) process.exitCode = 1;
});
