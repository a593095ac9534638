import { upperAlnum, base62 } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'runpod-api-key',
    title: 'RunPod API key',
    severity: 'high',
    shape: ['rpa_', run(upperAlnum, 40), run(base62, 6)],
    remedy: 'Delete it at console.runpod.io under Settings > API Keys.',
  }),
];
