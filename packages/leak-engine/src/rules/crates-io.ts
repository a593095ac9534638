import { base62 } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'crates-io-token',
    title: 'crates.io API token',
    severity: 'critical',
    shape: ['cio', run(base62, 32)],
    remedy: 'Revoke it under crates.io > Account settings > API tokens.',
    source: 'https://github.com/rust-lang/crates.io',
  }),
  token({
    id: 'crates-io-trusted-token',
    title: 'crates.io trusted publishing token',
    severity: 'high',
    shape: ['cio_tp_', run(base62, 32)],
    remedy:
      'Revoke it with DELETE https://crates.io/api/v1/trusted_publishing/tokens; it lives for 30 minutes.',
    source: 'https://crates.io/docs/trusted-publishing',
  }),
];
