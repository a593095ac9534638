import { hexLower } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'firecrawl-api-key',
    title: 'Firecrawl API key',
    severity: 'high',
    shape: ['fc-', run(hexLower, 32)],
    remedy: 'Delete it at firecrawl.dev under API Keys.',
  }),
];
