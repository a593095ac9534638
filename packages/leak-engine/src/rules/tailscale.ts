import { base62 } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { oneOf, run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'tailscale-key',
    title: 'Tailscale API, auth, OAuth or SCIM key',
    severity: 'critical',
    shape: [
      oneOf('tskey-api-', 'tskey-auth-', 'tskey-client-', 'tskey-scim-', 'tskey-webhook-'),
      run(`${base62}-`, 20, 64),
    ],
    remedy: 'Revoke it in the admin console under Settings > Keys or Trust credentials.',
    source: 'https://tailscale.com/kb/1277/key-prefixes',
  }),
];
