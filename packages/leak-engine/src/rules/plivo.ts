import { base64url } from '../alphabets.ts';
import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';

export const rules: readonly Rule[] = [
  assigned({
    id: 'plivo-auth-token',
    title: 'Plivo auth token',
    severity: 'high',
    names: ['plivo_auth_token', 'plivo_token'],
    shape: [run(base64url, 40)],
    remedy: 'Regenerate it in the Plivo console under Overview > Auth token.',
  }),
];
