import { base62 } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'mailersend-api-token',
    title: 'MailerSend API token',
    severity: 'high',
    shape: ['mlsn.', run(base62, 30, 100)],
    remedy: 'Delete it in MailerSend under Integrations > API tokens.',
  }),
];
