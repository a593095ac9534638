import { hexLower } from '../alphabets.ts';
import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';

export const rules: readonly Rule[] = [
  assigned({
    id: 'hex-api-key',
    title: 'Hex.pm API key',
    severity: 'critical',
    names: ['hex_api_key'],
    shape: [run(hexLower, 32)],
    remedy: 'Revoke it under hex.pm > Dashboard > Keys, or run `mix hex.user key revoke`.',
    source: 'https://hex.pm/docs/publish',
  }),
];
