import { base62 } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'perplexity-api-key',
    title: 'Perplexity API key',
    severity: 'high',
    shape: ['pplx-', run(base62, 48)],
    remedy: 'Delete it at perplexity.ai under Settings > API.',
  }),
];
