import { base62 } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'maxmind-license-key',
    title: 'MaxMind license key',
    severity: 'medium',
    shape: [run(base62, 6), '_', run(base62, 29), '_mmk'],
    remedy: 'Delete it at maxmind.com under Account > Manage license keys.',
    source: 'https://dev.maxmind.com/license-key/',
  }),
];
