import { hexLower } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'langsmith-pat',
    title: 'LangSmith personal access token',
    severity: 'high',
    shape: ['lsv2_pt_', run(hexLower, 32), '_', run(hexLower, 10)],
    remedy: 'Delete it at smith.langchain.com under Settings > API Keys.',
    source: 'https://docs.langchain.com/langsmith/create-account-api-key',
  }),
  token({
    id: 'langsmith-service-key',
    title: 'LangSmith service key',
    severity: 'high',
    shape: ['lsv2_sk_', run(hexLower, 32), '_', run(hexLower, 10)],
    remedy: 'Delete it at smith.langchain.com under Settings > API Keys.',
    source: 'https://docs.langchain.com/langsmith/create-account-api-key',
  }),
];
