import { base64url } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'thunderstore-api-token',
    title: 'Thunderstore API token',
    severity: 'medium',
    shape: ['tss_', run(base64url, 20, 80)],
    remedy: 'Delete the service account at thunderstore.io under the team settings.',
  }),
];
