import { base62 } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'replicate-api-token',
    title: 'Replicate API token',
    severity: 'high',
    shape: ['r8_', run(base62, 37)],
    remedy: 'Disable it at replicate.com under Account > API tokens.',
  }),
];
