import { base62 } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { oneOf, run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'prefect-api-key',
    title: 'Prefect Cloud API key',
    severity: 'high',
    shape: [oneOf('pnu_', 'pnb_'), run(base62, 36)],
    remedy: 'Delete it in Prefect Cloud under Profile > API keys, or at the service account.',
    source: 'https://docs.prefect.io/v3/how-to-guides/cloud/manage-users/api-keys',
  }),
];
