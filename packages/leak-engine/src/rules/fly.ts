import { base64url, base64 } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { oneOf, run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'fly-access-token',
    title: 'Fly.io access token',
    severity: 'critical',
    shape: [oneOf('fm2_', 'fm1r_', 'fm1a_'), run(base64, 100, 2000), oneOf('==', '=', '')],
    remedy: 'Revoke it with `fly tokens revoke`, or in the dashboard under Tokens.',
    source: 'https://fly.io/docs/security/tokens/',
  }),
  token({
    id: 'fly-oauth-token',
    title: 'Fly.io OAuth token',
    severity: 'critical',
    shape: ['fo1_', run(base64url, 43)],
    remedy: 'Revoke it with `fly tokens revoke`, or in the dashboard under Tokens.',
  }),
];
