import { lowerAlnum } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { oneOf, run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'flutterwave-encryption-key',
    title: 'Flutterwave encryption key (test mode)',
    severity: 'low',
    shape: ['FLWSECK_TEST-', run(lowerAlnum, 12)],
    remedy: 'Generate new keys in the Flutterwave dashboard under Settings > API keys.',
  }),
  token({
    id: 'flutterwave-secret-key',
    title: 'Flutterwave secret key',
    severity: 'critical',
    shape: [oneOf('FLWSECK_TEST-', 'FLWSECK-'), run(lowerAlnum, 32), '-X'],
    prove: (value) => (value.includes('_TEST-') ? { proof: 'none', severity: 'low' } : { proof: 'none' }),
    remedy: 'Generate new keys in the Flutterwave dashboard under Settings > API keys.',
    source: 'https://developer.flutterwave.com/v3.0/docs/authentication',
  }),
];
