import { hexLower, lowerAlnum } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'zuplo-api-key',
    title: 'Zuplo API key',
    severity: 'high',
    shape: ['zpka_', run(lowerAlnum, 32), '_', run(hexLower, 8)],
    remedy: 'Delete it in the Zuplo portal under API Key Consumers.',
  }),
];
