import { base62 } from '../alphabets.ts';
import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';

export const rules: readonly Rule[] = [
  assigned({
    id: 'messagebird-access-key',
    title: 'Bird (MessageBird) access key',
    severity: 'high',
    names: ['messagebird_access_key', 'messagebird_api_key', 'messagebird_token'],
    shape: [run(base62, 25)],
    remedy: 'Delete it in the MessageBird dashboard under Developers > API access.',
  }),
];
