import { base64url } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'frameio-api-token',
    title: 'Frame.io API token',
    severity: 'medium',
    shape: ['fio-u-', run(`${base64url}=`, 64)],
    remedy: 'Delete it at developer.frame.io under Tokens.',
  }),
];
