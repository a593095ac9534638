import { base64url } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { oneOf, run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'asaas-api-key',
    title: 'Asaas API key',
    severity: 'critical',
    shape: [oneOf('$aact_prod_', '$aact_hmlg_'), run(base64url, 20, 240)],
    prove: (value) =>
      value.startsWith('$aact_hmlg_') ? { proof: 'none', severity: 'low' } : { proof: 'none' },
    remedy: 'Delete it in Asaas under Integrations > API keys.',
  }),
];
