import { upperAlnum, base64 } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { oneOf, run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'onepassword-service-account-token',
    title: '1Password service account token',
    severity: 'critical',
    shape: ['ops_eyJ', run(`${base64}-_`, 250, 1500), oneOf('==', '=', '')],
    remedy: 'Revoke it under 1password.com > Developer > Service accounts, and rotate what it could read.',
    source: 'https://developer.1password.com/docs/service-accounts/security/',
  }),
  token({
    id: 'onepassword-secret-key',
    title: '1Password account Secret Key',
    severity: 'high',
    shape: [
      'A3-',
      run(upperAlnum, 6),
      '-',
      oneOf([run(upperAlnum, 11)], [run(upperAlnum, 6), '-', run(upperAlnum, 5)]),
      '-',
      run(upperAlnum, 5),
      '-',
      run(upperAlnum, 5),
      '-',
      run(upperAlnum, 5),
    ],
    remedy: 'Regenerate the Secret Key under 1password.com > My profile > Account security.',
    source: 'https://support.1password.com/secret-key-security/',
  }),
];
