import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { uuid } from '../shape.ts';

export const rules: readonly Rule[] = [
  assigned({
    id: 'scaleway-secret-key',
    title: 'Scaleway secret key',
    severity: 'critical',
    names: ['scw_secret_key', 'scaleway_secret_key', 'scaleway_api_key', 'scw_api_key'],
    shape: uuid,
    remedy: 'Delete the API key in the Scaleway console under IAM > API keys.',
    source: 'https://www.scaleway.com/en/docs/iam/concepts/#api-key',
  }),
];
