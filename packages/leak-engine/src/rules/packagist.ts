import { hexLower } from '../alphabets.ts';
import { crc32Hex } from '../checksums/crc32-hex.ts';
import { byChecksum } from '../proof.ts';
import type { Rule } from '../rule.ts';
import { oneOf, run } from '../shape.ts';
import { token } from '../token.ts';

const prefixLength = 'packagist_ort_'.length;

function withChecksum(text: string): string {
  const head = text.slice(0, prefixLength + 60);
  return head + crc32Hex(head);
}

export const rules: readonly Rule[] = [
  token({
    id: 'packagist-token',
    title: 'Private Packagist authentication token',
    severity: 'critical',
    shape: [oneOf('packagist_ort_', 'packagist_out_', 'packagist_uut_', 'packagist_cut_'), run(hexLower, 68)],
    seal: withChecksum,
    prove: byChecksum((value) => value === withChecksum(value)),
    remedy: 'Revoke it in Private Packagist under the organization or profile > Authentication tokens.',
    source: 'https://packagist.com/docs/composer-authentication',
  }),
];
