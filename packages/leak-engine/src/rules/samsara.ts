import { base62 } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'samsara-api-token',
    title: 'Samsara API token',
    severity: 'high',
    shape: ['samsara_api_', run(base62, 26, 32)],
    remedy: 'Delete it in Samsara under Settings > API tokens.',
  }),
];
