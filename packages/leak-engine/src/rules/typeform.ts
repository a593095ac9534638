import { base64url } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'typeform-token',
    title: 'Typeform personal access token',
    severity: 'medium',
    shape: ['tfp_', run(`${base64url}.=`, 40, 60)],
    remedy: 'Delete it in Typeform under Account > Personal tokens.',
    source: 'https://www.typeform.com/developers/get-started/personal-access-token/',
  }),
];
