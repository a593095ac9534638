import { digits, upperAlnum } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'clickup-api-token',
    title: 'ClickUp personal API token',
    severity: 'high',
    shape: ['pk_', run(digits, 6, 9), '_', run(upperAlnum, 32)],
    remedy: 'Regenerate it in ClickUp under Settings > Apps > API token.',
    source: 'https://developer.clickup.com/docs/authentication',
  }),
];
