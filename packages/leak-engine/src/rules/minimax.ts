import { base64url } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'minimax-api-key',
    title: 'MiniMax API key',
    severity: 'high',
    shape: ['sk-api-', run(base64url, 119)],
    remedy: 'Delete it at platform.minimax.io under Account > API Keys.',
  }),
];
