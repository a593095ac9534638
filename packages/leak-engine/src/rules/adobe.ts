import { base64url } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'adobe-client-secret',
    title: 'Adobe client secret',
    severity: 'high',
    shape: ['p8e-', run(base64url, 32)],
    remedy: 'Add another secret and delete this one in the Adobe Developer Console under the credential.',
    source: 'https://developer.adobe.com/developer-console/docs/guides/authentication/',
  }),
];
