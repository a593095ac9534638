import { base62 } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'upcloud-api-token',
    title: 'UpCloud API token',
    severity: 'critical',
    shape: ['ucat_', run(base62, 24, 32)],
    remedy: 'Delete it in the UpCloud control panel under Account > API tokens.',
  }),
];
