import { lowerAlnum, base62 } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { oneOf, run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'paddle-api-key',
    title: 'Paddle API key',
    severity: 'critical',
    shape: [
      oneOf('pdl_live_apikey_', 'pdl_sdbx_apikey_'),
      run(lowerAlnum, 26),
      '_',
      run(base62, 22),
      '_',
      run(base62, 3),
    ],
    remedy: 'Revoke it in Paddle under Developer tools > Authentication.',
    source: 'https://developer.paddle.com/api-reference/about/api-keys',
  }),
];
