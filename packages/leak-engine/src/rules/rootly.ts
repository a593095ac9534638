import { hexLower } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'rootly-api-key',
    title: 'Rootly API key',
    severity: 'high',
    shape: ['rootly_', run(hexLower, 64)],
    remedy: 'Revoke it in Rootly under Organization settings > API keys.',
  }),
];
