import { base64url } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'stackhawk-api-key',
    title: 'StackHawk API key',
    severity: 'high',
    shape: ['hawk.', run(base64url, 20), '.', run(base64url, 20)],
    remedy: 'Delete it in StackHawk under Settings > API keys.',
  }),
];
