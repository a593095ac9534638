import { hexLower, base62, base64 } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { marks, run, uuid } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'bitwarden-access-token',
    title: 'Bitwarden Secrets Manager access token',
    severity: 'critical',
    shape: [
      marks('0.', hexLower),
      run(hexLower, 7),
      '-',
      ...uuid.slice(2),
      '.',
      run(base62, 30),
      ':',
      run(base64, 22),
      '==',
    ],
    remedy: 'Revoke it in Secrets Manager under Machine accounts > Access tokens.',
    source: 'https://bitwarden.com/help/access-tokens/',
  }),
];
