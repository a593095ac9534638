import { base64url } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { oneOf, run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'square-access-token',
    title: 'Square access token',
    severity: 'critical',
    shape: ['EAAA', run(base64url, 60)],
    remedy: 'Replace it in the Square Developer Console under the application > Credentials.',
    source: 'https://developer.squareup.com/docs/build-basics/access-tokens',
  }),
  token({
    id: 'square-oauth-secret',
    title: 'Square OAuth access token or secret',
    severity: 'critical',
    shape: [oneOf(['sq0atp-', run(base64url, 22)], ['sq0csp-', run(base64url, 43)])],
    remedy: 'Replace it in the Square Developer Console under the application > OAuth.',
    source: 'https://developer.squareup.com/docs/oauth-api/overview',
  }),
];
