import { base64url } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { oneOf, run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'yandex-iam-token',
    title: 'Yandex Cloud IAM token',
    severity: 'high',
    shape: [
      't1.',
      run(base64url, 20, 400),
      oneOf('==', '=', ''),
      '.',
      run(base64url, 86),
      oneOf('==', '=', ''),
    ],
    remedy: 'Revoke it with `yc iam revoke-token`, or let it expire within 12 hours.',
    source: 'https://yandex.cloud/en/docs/iam/concepts/authorization/iam-token',
  }),
  token({
    id: 'yandex-api-key',
    title: 'Yandex Cloud API key',
    severity: 'high',
    shape: ['AQVN', run(base64url, 35, 38)],
    remedy: 'Delete it in the management console under the service account > API keys.',
    source: 'https://yandex.cloud/en/docs/iam/concepts/authorization/api-key',
  }),
  token({
    id: 'yandex-oauth-token',
    title: 'Yandex OAuth token',
    severity: 'critical',
    shape: ['y0_', run(base64url, 55, 60)],
    remedy: 'Revoke it in Yandex ID under Security > Access to data, or log out on all devices.',
    source: 'https://yandex.cloud/en/docs/iam/concepts/authorization/oauth-token',
  }),
];
