import { base64url } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'openshift-user-token',
    title: 'OpenShift OAuth access token',
    severity: 'critical',
    shape: ['sha256~', run(base64url, 43)],
    remedy: 'Run `oc logout` with it, or delete its UserOAuthAccessToken.',
    source:
      'https://docs.openshift.com/container-platform/latest/authentication/managing-oauth-access-tokens.html',
  }),
];
