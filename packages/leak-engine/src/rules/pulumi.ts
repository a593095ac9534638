import { hexLower } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'pulumi-access-token',
    title: 'Pulumi access token',
    severity: 'critical',
    shape: ['pul-', run(hexLower, 40)],
    remedy:
      'Delete it in Pulumi Cloud under Account settings > Access tokens, or under the organization or team.',
    source: 'https://www.pulumi.com/docs/pulumi-cloud/access-management/access-tokens/',
  }),
];
