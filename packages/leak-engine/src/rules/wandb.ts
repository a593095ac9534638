import { hexLower, base62 } from '../alphabets.ts';
import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'wandb-api-key',
    title: 'Weights & Biases API key',
    severity: 'high',
    shape: ['wandb_v1_', run(`${base62}_`, 77)],
    remedy: 'Delete it at wandb.ai under User settings > API keys.',
    source: 'https://docs.wandb.ai/support/find_api_key/',
  }),
  assigned({
    id: 'wandb-legacy-api-key',
    title: 'Weights & Biases API key (without prefix)',
    severity: 'high',
    names: ['wandb_api_key', 'wandb_key', 'wandb_token'],
    shape: [run(hexLower, 40)],
    remedy: 'Delete it at wandb.ai under User settings > API keys.',
  }),
];
