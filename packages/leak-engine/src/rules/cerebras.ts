import { lowerAlnum } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'cerebras-api-key',
    title: 'Cerebras API key',
    severity: 'high',
    shape: ['csk-', run(lowerAlnum, 48)],
    remedy: 'Revoke it at cloud.cerebras.ai under API Keys.',
  }),
];
