import { base62 } from '../alphabets.ts';
import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';

export const rules: readonly Rule[] = [
  assigned({
    id: 'mistral-api-key',
    title: 'Mistral AI API key',
    severity: 'high',
    names: ['mistral_api_key', 'mistral_key'],
    shape: [run(base62, 32)],
    remedy: 'Delete it at console.mistral.ai under API Keys.',
  }),
];
