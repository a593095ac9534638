import { lowerAlnum, base62 } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { oneOf, run } from '../shape.ts';
import { token } from '../token.ts';

interface Kind {
  readonly id: string;
  readonly title: string;
  readonly prefix: string;
}

const kinds: readonly Kind[] = [
  { id: 'personal-token', title: 'personal token', prefix: 'dp.pt.' },
  { id: 'cli-token', title: 'CLI token', prefix: 'dp.ct.' },
  { id: 'service-account-token', title: 'service account token', prefix: 'dp.sa.' },
  { id: 'scim-token', title: 'SCIM token', prefix: 'dp.scim.' },
  { id: 'audit-token', title: 'audit token', prefix: 'dp.audit.' },
];
const source = 'https://docs.doppler.com/reference/auth-token-formats';

export const rules: readonly Rule[] = [
  ...kinds.map(({ id, title, prefix }) =>
    token({
      id: `doppler-${id}`,
      title: `Doppler ${title}`,
      severity: 'critical',
      shape: [prefix, run(base62, 40, 44)],
      remedy: 'Revoke it in the Doppler dashboard under Tokens, and rotate the secrets it could read.',
      source,
    }),
  ),
  token({
    id: 'doppler-service-token',
    title: 'Doppler service token',
    severity: 'critical',
    shape: ['dp.st.', oneOf([run(`${lowerAlnum}_-`, 2, 35), '.'], ''), run(base62, 40, 44)],
    remedy:
      'Revoke it in the Doppler dashboard under the config > Access, and rotate the secrets it could read.',
    source,
  }),
];
