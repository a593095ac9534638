import { base62 } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'infracost-api-key',
    title: 'Infracost API key',
    severity: 'medium',
    shape: ['ico-', run(base62, 32)],
    remedy: 'Regenerate it in Infracost Cloud under Org settings > API tokens.',
  }),
];
