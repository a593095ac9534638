import { base62 } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { oneOf, run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'devcycle-server-sdk-key',
    title: 'DevCycle server SDK key',
    severity: 'medium',
    shape: ['dvc_server_', run(base62, 16, 32), oneOf(['_', run(base62, 6, 8)], '')],
    remedy: 'Rotate it in DevCycle under Environments > SDK keys.',
  }),
];
