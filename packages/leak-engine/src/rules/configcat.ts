import { base64url } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'configcat-sdk-key',
    title: 'ConfigCat SDK key',
    severity: 'medium',
    shape: ['configcat-sdk-1/', run(base64url, 22), '/', run(base64url, 22)],
    remedy: 'Revoke it in ConfigCat under View SDK keys > Manage.',
  }),
];
