import { base64 } from '../alphabets.ts';
import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'confluent-cloud-api-secret',
    title: 'Confluent Cloud API secret',
    severity: 'critical',
    shape: ['cflt', run(base64, 60)],
    remedy: 'Delete the API key in the Confluent Cloud console under API keys.',
    source:
      'https://docs.confluent.io/cloud/current/security/authenticate/workload-identities/service-accounts/api-keys/overview.html',
  }),
  assigned({
    id: 'confluent-legacy-secret',
    title: 'Confluent Cloud API secret (without prefix)',
    severity: 'critical',
    names: ['confluent_api_secret', 'confluent_cloud_api_secret', 'confluent_secret', 'kafka_api_secret'],
    shape: [run(base64, 64)],
    remedy: 'Delete the API key in the Confluent Cloud console under API keys.',
  }),
];
