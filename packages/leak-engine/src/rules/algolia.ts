import { hexLower } from '../alphabets.ts';
import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';

export const rules: readonly Rule[] = [
  assigned({
    id: 'algolia-admin-key',
    title: 'Algolia API key',
    severity: 'high',
    names: ['algolia_api_key', 'algolia_admin_key', 'algolia_admin_api_key', 'algolia_write_key'],
    shape: [run(hexLower, 32)],
    remedy: 'Delete or rotate it in Algolia under Settings > API Keys.',
  }),
];
