import { base62 } from '../alphabets.ts';
import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'alibaba-access-key-id',
    title: 'Alibaba Cloud AccessKey id',
    severity: 'medium',
    shape: ['LTAI', run(base62, 20)],
    remedy: 'Disable and delete the AccessKey pair in the RAM console under Identities > Users.',
  }),
  assigned({
    id: 'alibaba-access-key-secret',
    title: 'Alibaba Cloud AccessKey secret',
    severity: 'critical',
    names: [
      'alibaba_cloud_access_key_secret',
      'alicloud_secret_key',
      'aliyun_access_key_secret',
      'alibaba_secret_key',
    ],
    shape: [run(base62, 30)],
    remedy: 'Disable and delete the AccessKey pair in the RAM console under Identities > Users.',
  }),
];
