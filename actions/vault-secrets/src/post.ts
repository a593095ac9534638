import { runPost } from '@sallyport/runner';
import { readConnection } from './connection-inputs.ts';
import { takeBack } from './take-back.ts';

runPost('vault-secrets', (runner) => takeBack(runner, () => readConnection(runner.inputs)));
