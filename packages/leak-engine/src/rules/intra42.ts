import { hexLower } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { oneOf, run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'intra42-client-secret',
    title: '42 intranet client secret',
    severity: 'medium',
    shape: [oneOf('s-s4t2ud-', 's-s4t2af-'), run(hexLower, 64)],
    remedy: 'Generate another at profile.intra.42.fr/oauth/applications.',
  }),
];
