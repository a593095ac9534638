import { bech32Upper } from '../alphabets.ts';
import { bech32Checksum, isBech32 } from '../checksums/bech32.ts';
import { byChecksum } from '../proof.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

const prefix = 'AGE-SECRET-KEY-1';

export const rules: readonly Rule[] = [
  token({
    id: 'age-secret-key',
    title: 'age secret key',
    severity: 'critical',
    shape: [prefix, run(bech32Upper, 58)],
    seal: (text) => {
      const data = text.slice(prefix.length, -6);
      return prefix + data + bech32Checksum('age-secret-key-', data.toLowerCase()).toUpperCase();
    },
    prove: byChecksum(isBech32),
    remedy:
      'Encrypt everything anew to a new recipient, and treat all that was encrypted to this key as read.',
    source: 'https://github.com/C2SP/C2SP/blob/main/age.md',
  }),
];
