import { base62 } from '../alphabets.ts';
import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';

export const rules: readonly Rule[] = [
  assigned({
    id: 'hetzner-cloud-token',
    title: 'Hetzner Cloud API token',
    severity: 'critical',
    names: ['hcloud_token', 'hetzner_token', 'hetzner_api_token', 'hetzner_cloud_token'],
    shape: [run(base62, 64)],
    remedy: 'Delete it in the Cloud Console under the project > Security > API tokens.',
    source: 'https://docs.hetzner.cloud/reference/cloud',
  }),
];
