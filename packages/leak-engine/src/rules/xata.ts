import { base62 } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'xata-api-key',
    title: 'Xata API key',
    severity: 'critical',
    shape: ['xau_', run(base62, 32, 52)],
    remedy: 'Delete it in Xata under Account settings > API keys.',
  }),
];
