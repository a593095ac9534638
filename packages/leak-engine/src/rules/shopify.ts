import { hexLower } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

interface Kind {
  readonly id: string;
  readonly title: string;
  readonly prefix: string;
}

const kinds: readonly Kind[] = [
  { id: 'access-token', title: 'access token', prefix: 'shpat_' },
  { id: 'custom-app-token', title: 'custom app access token', prefix: 'shpca_' },
  { id: 'private-app-token', title: 'private app access token', prefix: 'shppa_' },
  { id: 'shared-secret', title: 'shared secret', prefix: 'shpss_' },
];

export const rules: readonly Rule[] = kinds.map(({ id, title, prefix }) =>
  token({
    id: `shopify-${id}`,
    title: `Shopify ${title}`,
    severity: 'critical',
    shape: [prefix, run(hexLower, 32)],
    remedy:
      'Uninstall the app or rotate its credentials under Settings > Apps and sales channels > Develop apps.',
    source: 'https://shopify.dev/docs/apps/build/authentication-authorization',
  }),
);
