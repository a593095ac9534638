import { base64url } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { oneOf, run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'polar-access-token',
    title: 'Polar access token',
    severity: 'high',
    shape: [oneOf('polar_oat_', 'polar_pat_', 'polar_at_'), run(base64url, 20, 100)],
    remedy: 'Delete it at polar.sh under Settings > Developers.',
  }),
];
