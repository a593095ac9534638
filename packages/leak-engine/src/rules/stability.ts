import { base62 } from '../alphabets.ts';
import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';

export const rules: readonly Rule[] = [
  assigned({
    id: 'stability-api-key',
    title: 'Stability AI API key',
    severity: 'high',
    names: ['stability_api_key', 'stability_key', 'stability_ai_api_key'],
    shape: ['sk-', run(base62, 48)],
    remedy: 'Delete it at platform.stability.ai under Account > API Keys.',
  }),
];
