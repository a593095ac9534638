import { base64url } from '../alphabets.ts';
import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';

export const rules: readonly Rule[] = [
  assigned({
    id: 'exoscale-api-secret',
    title: 'Exoscale API secret',
    severity: 'critical',
    names: ['exoscale_api_secret', 'exoscale_secret', 'exoscale_secret_key'],
    shape: [run(base64url, 40, 60)],
    remedy: 'Revoke the API key in the Exoscale portal under IAM > Keys.',
  }),
];
