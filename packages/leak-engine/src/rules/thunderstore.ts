import { base62 } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'thunderstore-api-token',
    title: 'Thunderstore API token',
    severity: 'medium',
    shape: ['tss_', run(base62, 30, 80)],
    remedy: 'Delete the service account at thunderstore.io under the team settings.',
  }),
];
