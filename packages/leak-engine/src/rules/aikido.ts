import { base62 } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'aikido-ci-token',
    title: 'Aikido CI token',
    severity: 'high',
    shape: ['AIK_CI_', run(base62, 20, 44)],
    remedy: 'Delete it in Aikido under Integrations > Continuous integration.',
  }),
  token({
    id: 'aikido-client-secret',
    title: 'Aikido API client secret',
    severity: 'high',
    shape: ['AIK_SECRET_', run(base62, 64)],
    remedy: 'Delete the client in Aikido under Settings > Integrations > API.',
  }),
];
