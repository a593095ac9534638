import { base62 } from '../alphabets.ts';
import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';

export const rules: readonly Rule[] = [
  assigned({
    id: 'ovh-application-secret',
    title: 'OVHcloud application secret or consumer key',
    severity: 'critical',
    names: ['ovh_application_secret', 'ovh_consumer_key'],
    shape: [run(base62, 32)],
    remedy: 'Delete the application and its credentials with DELETE /me/api/application at the OVHcloud API.',
  }),
];
