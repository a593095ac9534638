import { hexUpper, base62, base64url } from '../alphabets.ts';
import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'atlassian-api-token',
    title: 'Atlassian API token',
    severity: 'critical',
    shape: ['ATATT3xFfG', run(base64url, 120, 220), '=', run(hexUpper, 8)],
    remedy: 'Revoke it under id.atlassian.com > Security > API tokens.',
    source:
      'https://support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account/',
  }),
  assigned({
    id: 'atlassian-legacy-api-token',
    title: 'Atlassian API token (without prefix)',
    severity: 'critical',
    names: ['atlassian_api_token', 'atlassian_token', 'jira_api_token', 'jira_token', 'confluence_api_token'],
    shape: [run(base62, 24)],
    remedy: 'Revoke it under id.atlassian.com > Security > API tokens.',
  }),
];
