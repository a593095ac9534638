import { hexLower, base62 } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'cloudsmith-api-key',
    title: 'Cloudsmith API key',
    severity: 'critical',
    shape: ['csa_', run(hexLower, 30), run(base62, 6)],
    remedy: 'Refresh it in Cloudsmith under User settings > API keys.',
  }),
];
