import { base64url } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'mergify-application-key',
    title: 'Mergify application key',
    severity: 'high',
    shape: ['mergify_application_key_', run(base64url, 40, 200)],
    remedy: 'Delete it in the Mergify dashboard under Settings > Application keys.',
  }),
];
