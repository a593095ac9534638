import { base62 } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { oneOf, run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'tavily-api-key',
    title: 'Tavily API key',
    severity: 'high',
    shape: [oneOf('tvly-dev-', 'tvly-prod-', 'tvly-'), run(base62, 32)],
    remedy: 'Delete it at app.tavily.com under API Keys.',
  }),
];
