import { base64url } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'dropbox-access-token',
    title: 'Dropbox access token',
    severity: 'high',
    shape: ['sl.', run(base64url, 120, 1400)],
    remedy: 'Revoke it with /2/auth/token/revoke, or disconnect the app under Settings > Apps.',
    source: 'https://developers.dropbox.com/oauth-guide',
  }),
];
