import { hexLower } from '../alphabets.ts';
import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';

export const rules: readonly Rule[] = [
  assigned({
    id: 'cursor-api-key',
    title: 'Cursor API key',
    severity: 'high',
    names: ['cursor_api_key', 'cursor_token'],
    shape: ['key_', run(hexLower, 64)],
    remedy: 'Revoke it at cursor.com under Dashboard > Integrations > API Keys.',
  }),
];
