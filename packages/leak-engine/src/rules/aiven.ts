import { base64url, base64 } from '../alphabets.ts';
import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'aiven-service-password',
    title: 'Aiven service password',
    severity: 'critical',
    shape: ['AVNS_', run(base64url, 19)],
    remedy: 'Reset it in the Aiven console under the service > Users.',
    source: 'https://aiven.io/docs/platform/concepts/service-users',
  }),
  assigned({
    id: 'aiven-auth-token',
    title: 'Aiven personal token',
    severity: 'critical',
    names: ['aiven_token', 'aiven_api_token', 'aiven_auth_token'],
    shape: [run(`${base64}=`, 372)],
    remedy: 'Revoke it in the Aiven console under User information > Tokens.',
  }),
];
