import { hexLower, upperAlnum, base64url } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

const source = 'https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/';

export const rules: readonly Rule[] = [
  token({
    id: 'new-relic-user-key',
    title: 'New Relic user API key',
    severity: 'high',
    shape: ['NRAK-', run(upperAlnum, 27)],
    remedy: 'Delete it in New Relic under the user menu > API keys.',
    source,
  }),
  token({
    id: 'new-relic-insert-key',
    title: 'New Relic Insights insert key',
    severity: 'medium',
    shape: ['NRII-', run(base64url, 32)],
    remedy: 'Delete it in New Relic under API keys > Insights insert keys.',
    source,
  }),
  token({
    id: 'new-relic-license-key',
    title: 'New Relic license key',
    severity: 'medium',
    shape: [run(hexLower + 'ux', 36), 'NRAL'],
    remedy:
      'Rotate it in New Relic under the user menu > API keys; only support can delete the original one.',
    source,
  }),
];
