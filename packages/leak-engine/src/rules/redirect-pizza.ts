import { base62 } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'redirect-pizza-api-token',
    title: 'redirect.pizza API token',
    severity: 'medium',
    shape: ['rpa_', run(base62, 30)],
    remedy: 'Delete it at redirect.pizza under Settings > API.',
  }),
];
