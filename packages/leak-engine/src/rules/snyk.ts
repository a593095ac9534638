import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { uuid } from '../shape.ts';

export const rules: readonly Rule[] = [
  assigned({
    id: 'snyk-api-token',
    title: 'Snyk API token',
    severity: 'high',
    names: ['snyk_token', 'snyk_api_token', 'snyk_api_key', 'snyk_key', 'snyk_oauth_token'],
    shape: uuid,
    remedy: 'Revoke and regenerate it in Snyk under Account settings > API token.',
    source: 'https://docs.snyk.io/snyk-api/authentication-for-api',
  }),
];
