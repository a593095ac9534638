import { base62 } from '../alphabets.ts';
import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';

export const rules: readonly Rule[] = [
  assigned({
    id: 'sumo-logic-access-key',
    title: 'Sumo Logic access key',
    severity: 'high',
    names: ['sumologic_access_key', 'sumologic_accesskey', 'sumo_access_key', 'sumologic_key'],
    shape: [run(base62, 64)],
    remedy: 'Delete it in Sumo Logic under Preferences > My access keys.',
  }),
];
