import { base64url } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

interface Kind {
  readonly id: string;
  readonly title: string;
  readonly prefix: string;
  readonly remedy: string;
}

const kinds: readonly Kind[] = [
  {
    id: 'password',
    title: 'database password',
    prefix: 'pscale_pw_',
    remedy: 'Delete it in PlanetScale under the branch > Passwords.',
  },
  {
    id: 'service-token',
    title: 'service token',
    prefix: 'pscale_tkn_',
    remedy: 'Delete it in PlanetScale under the organization > Service tokens.',
  },
  {
    id: 'oauth-token',
    title: 'OAuth token',
    prefix: 'pscale_oauth_',
    remedy: 'Revoke the application in PlanetScale under Account > Authorized applications.',
  },
];

export const rules: readonly Rule[] = kinds.map(({ id, title, prefix, remedy }) =>
  token({
    id: `planetscale-${id}`,
    title: `PlanetScale ${title}`,
    severity: 'critical',
    shape: [prefix, run(`${base64url}.=`, 32, 64)],
    remedy,
    source: 'https://planetscale.com/docs/concepts/service-tokens',
  }),
);
