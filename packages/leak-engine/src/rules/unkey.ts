import { base62 } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'unkey-root-key',
    title: 'Unkey root key',
    severity: 'high',
    shape: ['unkey_', run(base62, 20, 32)],
    remedy: 'Delete it in Unkey under Settings > Root keys.',
  }),
];
