import { hexLower, base64url } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'jina-api-key',
    title: 'Jina AI API key',
    severity: 'high',
    shape: ['jina_', run(hexLower, 32), run(base64url, 28)],
    remedy: 'Delete it at jina.ai under API key & billing.',
  }),
];
