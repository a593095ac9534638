import { base62 } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'neon-api-key',
    title: 'Neon API key',
    severity: 'critical',
    shape: ['napi_', run(base62, 64)],
    remedy: 'Revoke it in the Neon console under Account or Organization settings > API keys.',
    source: 'https://neon.com/docs/manage/api-keys',
  }),
];
