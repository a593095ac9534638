import { base64 } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'portainer-access-token',
    title: 'Portainer access token',
    severity: 'critical',
    shape: ['ptr_', run(base64, 43), '='],
    remedy: 'Remove it in Portainer under My account > Access tokens.',
    source: 'https://docs.portainer.io/api/access',
  }),
];
