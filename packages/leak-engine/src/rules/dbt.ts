import { base64url } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { oneOf, run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'dbt-cloud-token',
    title: 'dbt platform token',
    severity: 'critical',
    shape: [oneOf('dbtc_', 'dbtu_'), run(base64url, 40, 60)],
    remedy: 'Delete it in dbt under Account settings > Service tokens, or Your profile > Personal tokens.',
    source: 'https://docs.getdbt.com/docs/dbt-cloud-apis/authentication',
  }),
];
