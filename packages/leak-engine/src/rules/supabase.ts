import { lowerAlnum, base64url } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { oneOf, run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'supabase-access-token',
    title: 'Supabase personal access token',
    severity: 'critical',
    shape: ['sbp_', oneOf('v0_', 'oauth_', ''), run(`${lowerAlnum}-_`, 40)],
    remedy: 'Delete it in the Supabase dashboard under Account > Access Tokens.',
  }),
  token({
    id: 'supabase-secret-key',
    title: 'Supabase secret API key',
    severity: 'critical',
    shape: ['sb_secret_', run(base64url, 31)],
    remedy: 'Delete it in the Supabase dashboard under Project settings > API Keys.',
    source: 'https://supabase.com/docs/guides/api/api-keys',
  }),
];
