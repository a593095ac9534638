import { digits, hexLower } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { oneOf, run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'databricks-token',
    title: 'Databricks personal access token',
    severity: 'critical',
    shape: ['dapi', run(hexLower, 32), oneOf(['-', run(digits, 1)], '')],
    remedy: 'Revoke it in the workspace under Settings > Developer > Access tokens.',
    source: 'https://docs.databricks.com/dev-tools/auth/pat.html',
  }),
  token({
    id: 'databricks-oauth-secret',
    title: 'Databricks service principal OAuth secret',
    severity: 'critical',
    shape: ['dose', run(hexLower, 32), oneOf(['-', run(digits, 1)], '')],
    remedy: 'Delete it in the account console under Service principals > Secrets.',
    source: 'https://docs.databricks.com/dev-tools/auth/oauth-m2m.html',
  }),
];
