import { refuseMisspeltInputs, runAction } from '@sallyport/runner';
import { guard } from './guard.ts';
import { declaredInputs, readGuardInputs } from './inputs.ts';

runAction('separation-guard', async (runner) => {
  refuseMisspeltInputs(runner.environment, declaredInputs);
  guard(readGuardInputs(runner), runner, Date.now);
});
