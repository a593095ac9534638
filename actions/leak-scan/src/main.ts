import { join } from 'node:path';
import { refuseMisspeltInputs, runAction } from '@sallyport/runner';
import { declaredInputs } from './declared-inputs.ts';
import { readLeakInputs } from './inputs.ts';
import { scanLogs } from './scan.ts';
import { mainSources } from './sources.ts';

const worker = join(import.meta.dirname, '..', 'worker', 'index.js');

runAction('leak-scan', async (runner) => {
  refuseMisspeltInputs(runner.environment, declaredInputs);
  const inputs = readLeakInputs(runner.inputs);
  const { kind } = inputs.source;
  if (kind === 'live') runner.info('The log of this job is scanned in the post step.');
  else if (await scanLogs(inputs, runner, worker, mainSources[kind])) process.exitCode = 1;
});
