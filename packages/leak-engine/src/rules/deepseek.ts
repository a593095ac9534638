import { hexLower } from '../alphabets.ts';
import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';

export const rules: readonly Rule[] = [
  assigned({
    id: 'deepseek-api-key',
    title: 'DeepSeek API key',
    severity: 'high',
    names: ['deepseek_api_key', 'deepseek_key'],
    shape: ['sk-', run(hexLower, 32)],
    remedy: 'Delete it at platform.deepseek.com under API keys.',
  }),
];
