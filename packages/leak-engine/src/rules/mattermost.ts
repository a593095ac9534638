import { lowerAlnum } from '../alphabets.ts';
import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';

export const rules: readonly Rule[] = [
  assigned({
    id: 'mattermost-access-token',
    title: 'Mattermost access token',
    severity: 'high',
    names: ['mattermost_token', 'mattermost_access_token', 'mattermost_bot_token', 'mattermost_api_token'],
    shape: [run(lowerAlnum, 26)],
    remedy:
      'Revoke it in Mattermost under Profile > Security > Personal access tokens, or at the bot account.',
  }),
];
