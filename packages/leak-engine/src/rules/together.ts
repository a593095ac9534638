import { base64url } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'together-api-key',
    title: 'Together AI API key',
    severity: 'high',
    shape: ['tgp_v1_', run(base64url, 43)],
    remedy: 'Regenerate it at api.together.ai under Settings > API Keys.',
  }),
];
