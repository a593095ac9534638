import { hexLower } from '../alphabets.ts';
import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

const source = 'https://documentation.mailgun.com/docs/mailgun/user-manual/api-key-mgmt/';

export const rules: readonly Rule[] = [
  token({
    id: 'mailgun-api-key',
    title: 'Mailgun API key',
    severity: 'critical',
    shape: ['key-', run(hexLower, 32)],
    remedy: 'Delete it in Mailgun under Account settings > API security.',
    source,
  }),
  assigned({
    id: 'mailgun-api-key-suffixed',
    title: 'Mailgun API or signing key',
    severity: 'critical',
    names: [
      'mailgun_api_key',
      'mailgun_key',
      'mailgun_signing_key',
      'mailgun_webhook_signing_key',
      'mg_api_key',
    ],
    shape: [run(hexLower, 32), '-', run(hexLower, 8), '-', run(hexLower, 8)],
    remedy: 'Delete it in Mailgun under Account settings > API security.',
    source,
  }),
];
