import { base62 } from '../alphabets.ts';
import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'tencent-secret-id',
    title: 'Tencent Cloud secret id',
    severity: 'medium',
    shape: ['AKID', run(base62, 32)],
    remedy: 'Disable and delete the key pair in the CAM console under Access keys.',
    source: 'https://www.tencentcloud.com/document/product/598/34228',
  }),
  assigned({
    id: 'tencent-secret-key',
    title: 'Tencent Cloud secret key',
    severity: 'critical',
    names: ['tencentcloud_secret_key', 'tencent_secret_key'],
    shape: [run(base62, 32)],
    remedy: 'Disable and delete the key pair in the CAM console under Access keys.',
    source: 'https://www.tencentcloud.com/document/product/598/34228',
  }),
];
