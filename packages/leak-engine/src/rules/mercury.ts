import { lower, base62 } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'mercury-api-token',
    title: 'Mercury API token',
    severity: 'critical',
    shape: ['mercury_production_', run(lower, 3, 6), '_', run(base62, 40, 50), '_yrucrem'],
    remedy: 'Delete it in Mercury under Settings > API tokens.',
  }),
];
