import { base64url } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'scalingo-api-token',
    title: 'Scalingo API token',
    severity: 'critical',
    shape: ['tk-us-', run(base64url, 48)],
    remedy: 'Revoke it in the Scalingo dashboard under Profile > API tokens.',
  }),
];
