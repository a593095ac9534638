import { base62 } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'cockroachdb-cloud-api-key',
    title: 'CockroachDB Cloud API key',
    severity: 'critical',
    shape: ['CCDB1_', run(base62, 22), '_', run(base62, 40)],
    remedy: 'Delete it in the CockroachDB Cloud console under Access Management > Service Accounts.',
    source: 'https://www.cockroachlabs.com/docs/cockroachcloud/managing-access',
  }),
];
