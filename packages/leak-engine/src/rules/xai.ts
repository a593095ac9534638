import { base64url } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'xai-api-key',
    title: 'xAI API key',
    severity: 'high',
    shape: ['xai-', run(base64url, 70, 120)],
    remedy: 'Disable it at console.x.ai under API Keys.',
  }),
];
