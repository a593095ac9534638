import { base62 } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { oneOf, run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'facebook-access-token',
    title: 'Facebook (Meta) access token',
    severity: 'high',
    shape: [oneOf('EAAC', 'EAAM', 'EAAB', 'EAAD', 'EAAG', 'EAAJ', 'EAAH'), run(base62, 100, 300)],
    remedy: 'Invalidate it with DELETE /me/permissions at the Graph API, and reset the app secret.',
    source: 'https://developers.facebook.com/docs/facebook-login/guides/access-tokens/',
  }),
];
