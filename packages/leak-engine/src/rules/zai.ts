import { hexLower, base62 } from '../alphabets.ts';
import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';

export const rules: readonly Rule[] = [
  assigned({
    id: 'zai-api-key',
    title: 'Z.ai API key',
    severity: 'high',
    names: ['zai_api_key', 'z_ai_api_key', 'glm_api_key', 'zhipuai_api_key'],
    shape: [run(hexLower, 32), '.', run(base62, 16)],
    remedy: 'Delete it at z.ai under API Keys.',
  }),
];
