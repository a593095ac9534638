import { hexLower } from '../alphabets.ts';
import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { oneOf, run, uuid } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'plaid-access-token',
    title: 'Plaid access token',
    severity: 'critical',
    shape: [oneOf('access-production-', 'access-development-', 'access-sandbox-'), ...uuid],
    prove: (value) =>
      value.startsWith('access-sandbox-') ? { proof: 'none', severity: 'low' } : { proof: 'none' },
    remedy:
      'Invalidate it with /item/access_token/invalidate, and rotate the secret under Developers > Keys.',
    source: 'https://plaid.com/docs/api/items/',
  }),
  assigned({
    id: 'plaid-secret',
    title: 'Plaid secret',
    severity: 'critical',
    names: ['plaid_secret', 'plaid_secret_key', 'plaid_client_secret'],
    shape: [run(hexLower, 30)],
    remedy: 'Rotate it in the Plaid dashboard under Developers > Keys.',
  }),
];
