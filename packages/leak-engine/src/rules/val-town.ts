import { base64url } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'val-town-api-token',
    title: 'Val Town API token',
    severity: 'high',
    shape: ['vtwn_', run(base64url, 20, 80)],
    remedy: 'Delete it at val.town under Settings > API tokens.',
  }),
];
