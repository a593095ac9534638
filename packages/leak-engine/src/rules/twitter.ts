import { base62 } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'twitter-bearer-token',
    title: 'X (Twitter) app bearer token',
    severity: 'high',
    shape: ['AAAAAAAAAAAAAAAAAAAAA', run(`${base62}%`, 70, 120)],
    remedy: 'Revoke it in the X developer portal under the app > Keys and tokens.',
    source: 'https://docs.x.com/resources/fundamentals/authentication/oauth-2-0/application-only',
  }),
];
