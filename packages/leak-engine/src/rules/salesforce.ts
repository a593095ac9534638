import { base62, base64url } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'salesforce-access-token',
    title: 'Salesforce access token',
    severity: 'critical',
    shape: ['00D', run(base62, 12), '!', run(`${base64url}.`, 80, 260)],
    remedy:
      'Revoke it at /services/oauth2/revoke of the instance, or end the session under Setup > Session Management.',
    source: 'https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_revoke_token.htm',
  }),
];
