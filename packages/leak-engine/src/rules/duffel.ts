import { base64url } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { oneOf, run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'duffel-access-token',
    title: 'Duffel access token',
    severity: 'high',
    shape: [oneOf('duffel_live_', 'duffel_test_'), run(`${base64url}=`, 43)],
    prove: (value) =>
      value.startsWith('duffel_test_') ? { proof: 'none', severity: 'low' } : { proof: 'none' },
    remedy: 'Delete it in the Duffel dashboard under Developers > Access tokens.',
  }),
];
