import { base62 } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'groq-api-key',
    title: 'Groq API key',
    severity: 'high',
    shape: ['gsk_', run(base62, 52)],
    remedy: 'Delete it at console.groq.com under API Keys.',
  }),
];
