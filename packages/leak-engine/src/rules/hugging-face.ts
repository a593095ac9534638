import { lower, upper } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'hugging-face-token',
    title: 'Hugging Face access token',
    severity: 'high',
    shape: ['hf_', run(lower + upper, 34)],
    remedy: 'Invalidate it under huggingface.co > Settings > Access Tokens.',
    source: 'https://huggingface.co/docs/hub/security-tokens',
  }),
  token({
    id: 'hugging-face-organization-token',
    title: 'Hugging Face organization API token',
    severity: 'high',
    shape: ['api_org_', run(lower + upper, 34)],
    remedy: 'Delete it under the organization > Settings at huggingface.co.',
    source: 'https://huggingface.co/docs/hub/security-tokens',
  }),
];
