import { hexLower, base62 } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'airtable-pat',
    title: 'Airtable personal access token',
    severity: 'high',
    shape: ['pat', run(base62, 14), '.', run(hexLower, 64)],
    remedy: 'Delete it at airtable.com/create/tokens.',
    source: 'https://airtable.com/developers/web/guides/personal-access-tokens',
  }),
];
