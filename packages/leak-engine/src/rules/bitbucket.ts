import { hexUpper, base62, base64url } from '../alphabets.ts';
import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'bitbucket-app-password',
    title: 'Bitbucket Cloud app password',
    severity: 'critical',
    shape: ['ATBB', run(base62, 24), run(hexUpper, 8)],
    remedy: 'Revoke it under Personal settings > App passwords.',
    source: 'https://support.atlassian.com/bitbucket-cloud/docs/app-passwords/',
  }),
  token({
    id: 'bitbucket-access-token',
    title: 'Bitbucket Cloud repository, project or workspace access token',
    severity: 'critical',
    shape: ['ATCTT3xFfG', run(base64url, 120, 220), '=', run(hexUpper, 8)],
    remedy: 'Revoke it under the settings of its repository, project or workspace > Access tokens.',
    source: 'https://support.atlassian.com/bitbucket-cloud/docs/access-tokens/',
  }),
  assigned({
    id: 'bitbucket-client-secret',
    title: 'Bitbucket Cloud OAuth consumer secret',
    severity: 'high',
    names: ['bitbucket_client_secret', 'bitbucket_secret', 'bitbucket_oauth_secret'],
    shape: [run(base64url, 64)],
    remedy: 'Delete the consumer under Workspace settings > OAuth consumers and create another.',
  }),
];
