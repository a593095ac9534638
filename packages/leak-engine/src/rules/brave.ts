import { base64url } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'brave-search-api-key',
    title: 'Brave Search API key',
    severity: 'high',
    shape: ['BSA', run(base64url, 28)],
    remedy: 'Delete it at api-dashboard.search.brave.com under API Keys.',
  }),
];
