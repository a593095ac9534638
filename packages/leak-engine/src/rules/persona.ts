import { base64url } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'persona-api-key',
    title: 'Persona production API key',
    severity: 'high',
    shape: ['persona_production_', run(base64url, 20, 80)],
    remedy: 'Expire it in the Persona dashboard under API > API Keys.',
  }),
];
