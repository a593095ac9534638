import { base64url } from '../alphabets.ts';
import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';

export const rules: readonly Rule[] = [
  assigned({
    id: 'snowflake-pat',
    title: 'Snowflake programmatic access token',
    severity: 'critical',
    names: ['snowflake_token', 'snowflake_pat', 'snowflake_access_token'],
    shape: [run(`${base64url}.`, 100, 800)],
    remedy: 'Remove it with ALTER USER … REMOVE PROGRAMMATIC ACCESS TOKEN.',
    source: 'https://docs.snowflake.com/en/user-guide/programmatic-access-tokens',
  }),
];
