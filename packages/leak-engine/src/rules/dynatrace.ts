import { base62 } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { oneOf, run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'dynatrace-token',
    title: 'Dynatrace token',
    severity: 'high',
    shape: [
      oneOf('dt0c01.', 'dt0s01.', 'dt0s02.', 'dt0s08.', 'dt0s16.'),
      run(base62, 24),
      '.',
      run(base62, 64),
    ],
    remedy:
      'Revoke it in Dynatrace under Access tokens, or under Account Management > Identity & access management.',
    source:
      'https://docs.dynatrace.com/docs/manage/identity-access-management/access-tokens-and-oauth-clients/access-tokens',
  }),
];
