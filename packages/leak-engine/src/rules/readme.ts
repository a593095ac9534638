import { lowerAlnum } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'readme-api-key',
    title: 'ReadMe API key',
    severity: 'high',
    shape: ['rdme_', run(lowerAlnum, 70)],
    remedy: 'Delete it in ReadMe under Configuration > API keys.',
  }),
];
