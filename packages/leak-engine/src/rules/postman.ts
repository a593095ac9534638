import { hexLower } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'postman-api-key',
    title: 'Postman API key',
    severity: 'high',
    shape: ['PMAK-', run(hexLower, 24), '-', run(hexLower, 34)],
    remedy: 'Revoke it in Postman under Account settings > API keys.',
    source: 'https://learning.postman.com/docs/developer/postman-api/authentication/',
  }),
];
