import { hexLower } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { oneOf, run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'shippo-api-token',
    title: 'Shippo API token',
    severity: 'high',
    shape: [oneOf('shippo_live_', 'shippo_test_'), run(hexLower, 40)],
    prove: (value) =>
      value.startsWith('shippo_test_') ? { proof: 'none', severity: 'low' } : { proof: 'none' },
    remedy: 'Delete it in Shippo under Settings > API.',
  }),
];
