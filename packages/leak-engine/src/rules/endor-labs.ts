import { base62 } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'endor-labs-api-key',
    title: 'Endor Labs API key or secret',
    severity: 'high',
    shape: ['endr+', run(`${base62}-`, 16)],
    remedy: 'Delete it in Endor Labs under Settings > Access control > API keys.',
  }),
];
