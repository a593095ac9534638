import { refuseMisspeltInputs, runAction } from '@sallyport/runner';
import { declaredInputs } from './declared-inputs.ts';
import { readLoginInputs } from './inputs.ts';
import { logIn } from './login.ts';

runAction('oidc-login', async (runner) => {
  refuseMisspeltInputs(runner.environment, declaredInputs);
  await logIn(readLoginInputs(runner.inputs), runner);
});
