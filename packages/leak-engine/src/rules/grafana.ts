import { hexLower, base62, base64 } from '../alphabets.ts';
import { crc32HexReversed } from '../checksums/crc32-hex.ts';
import { byChecksum } from '../proof.ts';
import type { Rule } from '../rule.ts';
import { oneOf, run } from '../shape.ts';
import { token } from '../token.ts';

const head = 'glsa_'.length + 32;

function withChecksum(text: string): string {
  const body = text.slice(0, head);
  return `${body}_${crc32HexReversed(body)}`;
}

export const rules: readonly Rule[] = [
  token({
    id: 'grafana-service-account-token',
    title: 'Grafana service account token',
    severity: 'high',
    shape: ['glsa_', run(base62, 32), '_', run(hexLower, 8)],
    seal: withChecksum,
    prove: byChecksum((value) => value === withChecksum(value)),
    remedy: 'Delete it in Grafana under Administration > Service accounts.',
    source: 'https://grafana.com/docs/grafana/latest/administration/service-accounts/',
  }),
  token({
    id: 'grafana-cloud-token',
    title: 'Grafana Cloud access policy token',
    severity: 'high',
    shape: ['glc_', run(base64, 32, 400), oneOf('==', '=', '')],
    remedy: 'Delete it in the Grafana Cloud portal under Security > Access policies.',
    source:
      'https://grafana.com/docs/grafana-cloud/security-and-account-management/authentication-and-permissions/access-policies/',
  }),
  token({
    id: 'grafana-api-key',
    title: 'Grafana API key (legacy)',
    severity: 'high',
    shape: ['eyJrIjoi', run(base62, 70, 400), oneOf('==', '=', '')],
    remedy: 'Delete it in Grafana under Administration > Service accounts, where API keys were moved to.',
  }),
];
