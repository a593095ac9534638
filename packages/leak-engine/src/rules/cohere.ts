import { base62 } from '../alphabets.ts';
import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';

export const rules: readonly Rule[] = [
  assigned({
    id: 'cohere-api-key',
    title: 'Cohere API key',
    severity: 'high',
    names: ['cohere_api_key', 'co_api_key', 'cohere_key', 'cohere_api_token'],
    shape: [run(base62, 40)],
    remedy: 'Delete it at dashboard.cohere.com under API keys.',
  }),
];
