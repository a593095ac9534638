import { hexLower } from '../alphabets.ts';
import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { oneOf, run } from '../shape.ts';

export const rules: readonly Rule[] = [
  assigned({
    id: 'mailgun-api-key',
    title: 'Mailgun API or signing key',
    severity: 'critical',
    names: [
      'mailgun_api_key',
      'mailgun_key',
      'mailgun_signing_key',
      'mailgun_webhook_signing_key',
      'mg_api_key',
    ],
    shape: [
      oneOf(['key-', run(hexLower, 32)], [run(hexLower, 32), '-', run(hexLower, 8), '-', run(hexLower, 8)]),
    ],
    remedy: 'Delete it in Mailgun under Account settings > API security.',
    source: 'https://documentation.mailgun.com/docs/mailgun/user-manual/api-key-mgmt/',
  }),
];
