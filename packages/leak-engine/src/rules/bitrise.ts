import { base64url } from '../alphabets.ts';
import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';

export const rules: readonly Rule[] = [
  assigned({
    id: 'bitrise-access-token',
    title: 'Bitrise access token',
    severity: 'high',
    names: ['bitrise_token', 'bitrise_access_token', 'bitrise_api_token', 'bitrise_personal_access_token'],
    shape: [run(base64url, 60, 120)],
    remedy: 'Revoke it under Bitrise > Account settings > Security > Personal access tokens.',
  }),
];
