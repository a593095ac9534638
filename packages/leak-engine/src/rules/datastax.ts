import { base62 } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'datastax-astra-token',
    title: 'DataStax Astra application token',
    severity: 'critical',
    shape: ['AstraCS:', run(`${base62}:`, 20, 100)],
    remedy: 'Delete it in the Astra portal under Settings > Tokens.',
    source: 'https://docs.datastax.com/en/astra-db-serverless/administration/manage-application-tokens.html',
  }),
];
