import { lowerAlnum, base64 } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { oneOf, run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'authress-access-key',
    title: 'Authress service client access key',
    severity: 'critical',
    shape: [
      oneOf('sc_', 'ext_', 'scauth_', 'authress_'),
      run(lowerAlnum, 5, 30),
      '.',
      run(lowerAlnum, 4, 6),
      '.acc',
      oneOf('_', '-'),
      run(`${lowerAlnum}-`, 10, 32),
      '.',
      run(`${base64}-_=`, 30, 120),
    ],
    remedy: 'Revoke it in Authress under Service clients > Access keys.',
    source: 'https://authress.io/knowledge-base/docs/authorization/service-clients',
  }),
];
