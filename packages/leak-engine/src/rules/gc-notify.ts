import { lowerAlnum } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run, uuid } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'canadian-notify-api-key',
    title: 'GC Notify API key',
    severity: 'medium',
    shape: ['gcntfy-', run(`${lowerAlnum}_`, 1, 60), '-', ...uuid, '-', ...uuid],
    remedy: 'Revoke it at notification.canada.ca under API integration > API keys.',
  }),
];
