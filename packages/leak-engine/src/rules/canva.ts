import { base64url } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'canva-client-secret',
    title: 'Canva client secret',
    severity: 'high',
    shape: ['cnvca', run(base64url, 51)],
    remedy: 'Generate another in the Canva Developer Portal under the integration > Credentials.',
  }),
];
