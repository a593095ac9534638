import { base62 } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { oneOf, run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'settlemint-access-token',
    title: 'SettleMint access token',
    severity: 'high',
    shape: [oneOf('sm_aat_', 'sm_pat_', 'sm_sat_'), run(base62, 16)],
    remedy: 'Delete it in SettleMint under Access tokens.',
  }),
];
