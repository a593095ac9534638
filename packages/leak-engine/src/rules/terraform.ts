import { base62, base64url } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'terraform-api-token',
    title: 'HCP Terraform (Terraform Cloud) API token',
    severity: 'critical',
    shape: [run(base62, 14), '.atlasv1.', run(`${base64url}=`, 60, 70)],
    remedy: 'Delete it under User settings > Tokens, or under API tokens of its team or organization.',
    source: 'https://developer.hashicorp.com/terraform/cloud-docs/users-teams-organizations/api-tokens',
  }),
];
