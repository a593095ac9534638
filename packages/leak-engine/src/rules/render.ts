import { base62 } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'render-api-key',
    title: 'Render API key',
    severity: 'critical',
    shape: ['rnd_', run(base62, 28)],
    remedy: 'Revoke it in the Render dashboard under Account settings > API keys.',
  }),
];
