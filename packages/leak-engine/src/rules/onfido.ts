import { base64url } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { oneOf, run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'onfido-live-token',
    title: 'Onfido live API token',
    severity: 'high',
    shape: [oneOf('api_live.', 'api_live_us.', 'api_live_ca.'), run(base64url, 20, 80)],
    remedy: 'Revoke it in the Onfido dashboard under Settings > Tokens.',
  }),
];
