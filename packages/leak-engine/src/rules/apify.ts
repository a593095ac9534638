import { base62 } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'apify-api-token',
    title: 'Apify API token',
    severity: 'high',
    shape: ['apify_api_', run(base62, 34, 38)],
    remedy: 'Delete it at console.apify.com under Settings > API & Integrations.',
  }),
];
