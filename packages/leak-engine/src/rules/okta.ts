import { base64url } from '../alphabets.ts';
import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';

export const rules: readonly Rule[] = [
  assigned({
    id: 'okta-api-token',
    title: 'Okta API token',
    severity: 'critical',
    names: ['okta_api_token', 'okta_token', 'okta_api_key', 'okta_client_token'],
    shape: ['00', run(base64url, 40)],
    remedy: 'Revoke it in the Okta admin console under Security > API > Tokens.',
    source: 'https://developer.okta.com/docs/guides/create-an-api-token/main/',
  }),
];
