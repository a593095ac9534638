import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { uuid } from '../shape.ts';

export const rules: readonly Rule[] = [
  assigned({
    id: 'postmark-token',
    title: 'Postmark server or account token',
    severity: 'high',
    names: [
      'postmark_api_token',
      'postmark_token',
      'postmark_server_token',
      'x_postmark_server_token',
      'postmark_account_token',
    ],
    shape: uuid,
    remedy: 'Delete it in Postmark under the server > API Tokens, or under Account > API Tokens.',
    source: 'https://postmarkapp.com/developer/api/overview#authentication',
  }),
];
