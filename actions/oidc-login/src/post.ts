import { runPost } from '@sallyport/runner';
import { takeBack } from './revoke.ts';

runPost('oidc-login', (runner) =>
  takeBack(runner, {
    certificateAuthorities: runner.inputs.optional('ca-certificate'),
    proxy: runner.inputs.optional('http-proxy'),
    noProxy: runner.inputs.optional('no-proxy'),
  }),
);
