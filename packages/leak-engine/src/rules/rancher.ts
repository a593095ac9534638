import { lowerAlnum } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'rancher-api-token',
    title: 'Rancher API token',
    severity: 'critical',
    shape: ['token-', run(lowerAlnum, 5), ':', run(lowerAlnum, 54)],
    remedy: 'Delete it in Rancher under Account & API Keys.',
    source: 'https://ranchermanager.docs.rancher.com/reference-guides/user-settings/api-keys',
  }),
];
