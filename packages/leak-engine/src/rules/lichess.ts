import { base62 } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'lichess-pat',
    title: 'Lichess personal access token',
    severity: 'low',
    shape: ['lip_', run(`${base62}_`, 16, 60)],
    remedy: 'Revoke it at lichess.org/account/oauth/token.',
  }),
];
