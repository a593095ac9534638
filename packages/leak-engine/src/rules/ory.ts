import { base64url } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { oneOf, run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'ory-token',
    title: 'Ory access, refresh or personal access token',
    severity: 'high',
    shape: [
      oneOf('ory_pat_', 'ory_at_', 'ory_rt_', 'ory_apikey_', 'ory_wak_'),
      run(`${base64url}.`, 30, 100),
    ],
    remedy:
      'Revoke it in the Ory console under the project > API keys, or with the OAuth2 revocation endpoint.',
    source: 'https://www.ory.com/docs/concepts/personal-access-token',
  }),
];
