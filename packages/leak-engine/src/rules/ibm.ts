import { base64url } from '../alphabets.ts';
import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';

export const rules: readonly Rule[] = [
  assigned({
    id: 'ibm-cloud-api-key',
    title: 'IBM Cloud API key',
    severity: 'critical',
    names: ['ibmcloud_api_key', 'ibm_cloud_api_key', 'ibm_api_key', 'ic_api_key'],
    shape: [run(base64url, 44)],
    remedy: 'Delete it in the IBM Cloud console under Manage > Access (IAM) > API keys.',
  }),
];
