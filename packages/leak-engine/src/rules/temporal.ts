import { base64url } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

const middle = 'Y2NvdW50X2lk';

export const rules: readonly Rule[] = [
  token({
    id: 'temporal-cloud-api-key',
    title: 'Temporal Cloud API key',
    severity: 'critical',
    shape: [
      'eyJ',
      run(base64url, 10, 200),
      '.',
      run(base64url, 0, 40),
      middle,
      run(base64url, 20, 600),
      '.',
      run(base64url, 20, 200),
    ],
    remedy: 'Delete it in Temporal Cloud under Settings > API keys.',
    source: 'https://docs.temporal.io/cloud/api-keys',
  }),
];
