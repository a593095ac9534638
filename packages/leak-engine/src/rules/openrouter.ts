import { hexLower } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'openrouter-api-key',
    title: 'OpenRouter API key',
    severity: 'high',
    shape: ['sk-or-v1-', run(hexLower, 64)],
    remedy: 'Delete it at openrouter.ai under Settings > Keys.',
  }),
];
