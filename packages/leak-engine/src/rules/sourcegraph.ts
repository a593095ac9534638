import { hexLower } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { oneOf, run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'sourcegraph-access-token',
    title: 'Sourcegraph access token',
    severity: 'high',
    shape: ['sgp_', oneOf([run(hexLower, 16), '_'], 'local_', ''), run(hexLower, 40)],
    remedy: 'Revoke it under User settings > Access tokens.',
    source: 'https://sourcegraph.com/docs/cli/how-tos/creating_an_access_token',
  }),
];
