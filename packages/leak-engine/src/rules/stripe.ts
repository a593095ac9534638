import { base62 } from '../alphabets.ts';
import type { Rule, Severity } from '../rule.ts';
import { oneOf, run } from '../shape.ts';
import { token } from '../token.ts';

interface Kind {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly prefixes: readonly string[];
}

const kinds: readonly Kind[] = [
  { id: 'secret-key', title: 'secret key (live)', severity: 'critical', prefixes: ['sk_live_', 'sk_prod_'] },
  {
    id: 'restricted-key',
    title: 'restricted key (live)',
    severity: 'critical',
    prefixes: ['rk_live_', 'rk_prod_'],
  },
  {
    id: 'test-key',
    title: 'secret or restricted key (test mode)',
    severity: 'low',
    prefixes: ['sk_test_', 'rk_test_'],
  },
];

export const rules: readonly Rule[] = [
  ...kinds.map(({ id, title, severity, prefixes }) =>
    token({
      id: `stripe-${id}`,
      title: `Stripe ${title}`,
      severity,
      shape: [oneOf(...prefixes), run(base62, 16, 248)],
      remedy: 'Roll it in the Stripe dashboard under Developers > API keys, expiring the old one at once.',
      source: 'https://docs.stripe.com/keys',
    }),
  ),
  token({
    id: 'stripe-webhook-secret',
    title: 'Stripe webhook signing secret',
    severity: 'medium',
    shape: ['whsec_', run(base62, 32, 64)],
    remedy: 'Roll it in the Stripe dashboard under Developers > Webhooks > the endpoint.',
    source: 'https://docs.stripe.com/webhooks/signature',
  }),
];
