import { base64url } from '../alphabets.ts';
import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';

export const rules: readonly Rule[] = [
  assigned({
    id: 'moonshot-api-key',
    title: 'Moonshot (Kimi) API key',
    severity: 'high',
    names: ['moonshot_api_key', 'kimi_api_key'],
    shape: ['sk-', run(base64url, 48)],
    remedy: 'Delete it at platform.moonshot.ai under API Keys.',
  }),
];
