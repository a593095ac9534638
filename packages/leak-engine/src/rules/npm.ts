import { base62 } from '../alphabets.ts';
import { assigned } from '../assigned.ts';
import { crc32, endsWithCrc32, toBase62 } from '../checksums.ts';
import { byChecksum } from '../proof.ts';
import type { Rule } from '../rule.ts';
import { run, uuid } from '../shape.ts';
import { token } from '../token.ts';

function sealChecksum(text: string): string {
  const random = text.slice('npm_'.length, -6);
  return `npm_${random}${toBase62(crc32(random), 6)}`;
}

export const rules: readonly Rule[] = [
  token({
    id: 'npm-access-token',
    title: 'npm access token',
    severity: 'critical',
    shape: ['npm_', run(base62, 36)],
    seal: sealChecksum,
    prove: byChecksum((value) => endsWithCrc32(value.slice('npm_'.length))),
    remedy: 'Delete it under npmjs.com > Access Tokens, or run `npm token revoke`.',
    source: 'https://github.blog/changelog/2021-09-23-npm-has-a-new-access-token-format/',
  }),
  assigned({
    id: 'npm-legacy-token',
    title: 'npm access token (without prefix)',
    severity: 'critical',
    names: ['_authtoken', 'npm_token', 'npm_auth_token', 'npm_access_token', 'node_auth_token'],
    shape: uuid,
    remedy: 'Delete it under npmjs.com > Access Tokens, or at the registry that the line names.',
    source: 'https://docs.npmjs.com/about-access-tokens',
  }),
];
