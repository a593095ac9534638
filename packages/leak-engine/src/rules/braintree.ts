import { hexLower, lowerAlnum } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { oneOf, run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'braintree-access-token',
    title: 'PayPal Braintree access token',
    severity: 'critical',
    shape: [
      oneOf('access_token$production$', 'access_token$sandbox$'),
      run(lowerAlnum, 16),
      '$',
      run(hexLower, 32),
    ],
    remedy: 'Revoke it in the Braintree control panel under Settings > API.',
  }),
];
