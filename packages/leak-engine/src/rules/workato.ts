import { lower, base64url } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { oneOf, run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'workato-api-token',
    title: 'Workato developer API token',
    severity: 'high',
    shape: [
      'wrka',
      oneOf([run(lower, 2)], ''),
      '-eyJ',
      run(base64url, 8, 200),
      '.',
      run(base64url, 16, 800),
      '.',
      run(base64url, 64, 700),
    ],
    remedy: 'Revoke the API client in Workato under Workspace admin > API clients.',
  }),
];
