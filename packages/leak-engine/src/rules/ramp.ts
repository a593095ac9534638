import { base62 } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'ramp-client-secret',
    title: 'Ramp client secret',
    severity: 'critical',
    shape: ['ramp_sec_', run(base62, 48)],
    remedy: 'Rotate it in Ramp under Company > Developer > the app.',
  }),
];
