import { hexLower } from '../alphabets.ts';
import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';

export const rules: readonly Rule[] = [
  assigned({
    id: 'linode-token',
    title: 'Linode (Akamai) personal access token',
    severity: 'critical',
    names: ['linode_token', 'linode_cli_token', 'linode_api_token', 'linode_api_key'],
    shape: [run(hexLower, 64)],
    remedy: 'Revoke it in Cloud Manager under Profile > API tokens.',
    source: 'https://techdocs.akamai.com/linode-api/reference/get-started',
  }),
];
