import type { Rule } from '../rule.ts';
import { uuid } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'open-vsx-token',
    title: 'Open VSX access token',
    severity: 'critical',
    shape: ['ovsxat_', ...uuid],
    remedy: 'Delete it under open-vsx.org > Settings > Access Tokens.',
    source: 'https://github.com/eclipse/openvsx/wiki/Publishing-Extensions',
  }),
];
