import { base62 } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'ionic-pat',
    title: 'Ionic Appflow personal access token',
    severity: 'high',
    shape: ['ion_', run(base62, 42)],
    remedy: 'Delete it in Appflow under Personal settings > Personal access tokens.',
  }),
];
