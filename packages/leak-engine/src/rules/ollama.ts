import { hexLower, base64url } from '../alphabets.ts';
import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';

export const rules: readonly Rule[] = [
  assigned({
    id: 'ollama-api-key',
    title: 'Ollama API key',
    severity: 'high',
    names: ['ollama_api_key'],
    shape: [run(hexLower, 32), '.', run(base64url, 24)],
    remedy: 'Delete it at ollama.com under Settings > Keys.',
  }),
];
