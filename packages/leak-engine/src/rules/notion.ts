import { digits, base62 } from '../alphabets.ts';
import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'notion-token',
    title: 'Notion integration token',
    severity: 'high',
    shape: ['ntn_', run(digits, 11), run(base62, 35)],
    remedy: 'Refresh it at notion.so/profile/integrations under the integration > Configuration.',
    source: 'https://developers.notion.com/page/changelog',
  }),
  assigned({
    id: 'notion-legacy-token',
    title: 'Notion integration token (before 2024)',
    severity: 'high',
    names: ['notion_token', 'notion_api_key', 'notion_key', 'notion_secret'],
    shape: ['secret_', run(base62, 43)],
    remedy: 'Refresh it at notion.so/profile/integrations under the integration > Configuration.',
  }),
];
