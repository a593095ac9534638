import { base64url } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { oneOf, run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'pinterest-access-token',
    title: 'Pinterest access token',
    severity: 'medium',
    shape: [oneOf('pina_', 'pinr_'), run(base64url, 20, 200)],
    remedy: 'Remove the app in Pinterest under Settings > Security > Connected apps.',
  }),
];
