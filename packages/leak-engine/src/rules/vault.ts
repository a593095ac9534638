import { base62, base64url } from '../alphabets.ts';
import { isWords } from '../randomness.ts';
import type { Rule } from '../rule.ts';
import { marks, run } from '../shape.ts';
import { token } from '../token.ts';

const source = 'https://developer.hashicorp.com/vault/docs/concepts/tokens#token-prefixes';
const remedy =
  'Revoke it with `vault token revoke` (or `bao token revoke`), and its accessor if only that is known.';

export const rules: readonly Rule[] = [
  token({
    id: 'vault-service-token',
    title: 'Vault service token',
    severity: 'critical',
    shape: ['hvs.', run(base64url, 24, 160)],
    remedy,
    source,
  }),
  token({
    id: 'vault-batch-token',
    title: 'Vault batch token',
    severity: 'high',
    shape: ['hvb.', run(base64url, 60, 400)],
    remedy:
      'Revoke the parent of the batch token or rotate what it could read, as it cannot be revoked itself.',
    source,
  }),
  token({
    id: 'vault-recovery-token',
    title: 'Vault recovery token',
    severity: 'critical',
    shape: ['hvr.', run(base64url, 24, 160)],
    remedy: 'Restart the server out of recovery mode, which ends the token.',
    source,
  }),
  token({
    id: 'vault-legacy-token',
    title: 'OpenBao or Vault token (short prefix)',
    severity: 'critical',
    confidence: 'medium',
    shape: [marks('s.', base62), run(base62, 23)],
    prove: (value) => ({ proof: isWords(value.slice(2)) ? 'sample' : 'none' }),
    remedy,
    source: 'https://openbao.org/docs/concepts/tokens/',
  }),
];
