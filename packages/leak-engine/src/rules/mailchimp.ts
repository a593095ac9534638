import { digits, hexLower, base64url } from '../alphabets.ts';
import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { oneOf, run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'mailchimp-api-key',
    title: 'Mailchimp API key',
    severity: 'high',
    shape: [
      run(hexLower, 32),
      oneOf('-us1', '-us2', '-us3', '-us4', '-us5', '-us6', '-us7', '-us8', '-us9'),
      oneOf([run(digits, 1)], ''),
    ],
    remedy: 'Revoke it in Mailchimp under Profile > Extras > API keys.',
    source: 'https://mailchimp.com/developer/marketing/guides/quick-start/',
  }),
  assigned({
    id: 'mailchimp-transactional-key',
    title: 'Mailchimp Transactional (Mandrill) API key',
    severity: 'high',
    names: ['mandrill_api_key', 'mandrill_key', 'mandrill_apikey', 'mailchimp_transactional_api_key'],
    shape: ['md-', run(base64url, 22)],
    remedy: 'Disable it in Mandrill under Settings > SMTP & API info.',
  }),
];
