import type { Rule } from '../rule.ts';
import { uuid } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'wakatime-api-key',
    title: 'WakaTime API key',
    severity: 'low',
    shape: ['waka_', ...uuid],
    remedy: 'Refresh it at wakatime.com under Settings > Account.',
  }),
];
