import { hexLower } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'klaviyo-private-key',
    title: 'Klaviyo private API key',
    severity: 'high',
    shape: ['pk_', run(hexLower, 34)],
    remedy: 'Delete it in Klaviyo under Settings > API keys.',
    source: 'https://developers.klaviyo.com/en/docs/retrieve_api_credentials',
  }),
];
