import { refuseMisspeltInputs, runAction } from '@sallyport/runner';
import { declaredInputs } from './declared-inputs.ts';
import { fetchSecrets } from './fetch-secrets.ts';
import { readVaultInputs } from './inputs.ts';

runAction('vault-secrets', async (runner) => {
  refuseMisspeltInputs(runner.environment, declaredInputs);
  await fetchSecrets(readVaultInputs(runner.inputs), runner);
});
