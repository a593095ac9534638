import { digits, hexLower } from '../alphabets.ts';
import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { oneOf, run } from '../shape.ts';

export const rules: readonly Rule[] = [
  assigned({
    id: 'asana-pat',
    title: 'Asana personal access token',
    severity: 'high',
    names: ['asana_access_token', 'asana_token', 'asana_pat', 'asana_api_token'],
    shape: [
      oneOf('0/', '1/', '2/'),
      run(digits, 13, 16),
      oneOf(['/', run(digits, 13, 16)], ''),
      ':',
      run(hexLower, 32),
    ],
    remedy: 'Deauthorize it at app.asana.com/0/my-apps.',
    source: 'https://developers.asana.com/docs/personal-access-token',
  }),
];
