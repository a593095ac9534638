import { base64url } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'sendgrid-api-key',
    title: 'SendGrid API key',
    severity: 'critical',
    shape: ['SG.', run(base64url, 22), '.', run(base64url, 43)],
    remedy: 'Delete it in SendGrid under Settings > API Keys.',
    source: 'https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys',
  }),
];
