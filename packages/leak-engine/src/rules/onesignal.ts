import { lower } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { oneOf, run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'onesignal-api-key',
    title: 'OneSignal API key',
    severity: 'high',
    shape: [oneOf('os_v2_app_', 'os_v2_org_'), run(`${lower}234567`, 103)],
    remedy: 'Rotate it in OneSignal under Settings > Keys & IDs.',
    source: 'https://documentation.onesignal.com/docs/keys-and-ids',
  }),
];
