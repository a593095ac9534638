import { base62 } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { oneOf, run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'easypost-api-key',
    title: 'EasyPost API key',
    severity: 'high',
    shape: [oneOf('EZAK', 'EZTK'), run(base62, 54)],
    prove: (value) => (value.startsWith('EZTK') ? { proof: 'none', severity: 'low' } : { proof: 'none' }),
    remedy: 'Disable it in the EasyPost dashboard under API keys.',
    source: 'https://docs.easypost.com/docs/authentication',
  }),
];
