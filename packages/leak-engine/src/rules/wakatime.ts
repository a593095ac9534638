import { lowerAlnum } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'wakatime-api-key',
    title: 'WakaTime API key',
    severity: 'low',
    shape: ['waka_', run(`${lowerAlnum}-`, 36, 64)],
    remedy: 'Refresh it at wakatime.com under Settings > Account.',
  }),
];
