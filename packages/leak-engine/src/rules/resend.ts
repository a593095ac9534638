import { base62 } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'resend-api-key',
    title: 'Resend API key',
    severity: 'high',
    shape: ['re_', run(base62, 8), '_', run(base62, 24)],
    remedy: 'Delete it in Resend under API Keys.',
    source: 'https://resend.com/docs/dashboard/api-keys/introduction',
  }),
];
