import { base64url } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'nvidia-api-key',
    title: 'NVIDIA API key',
    severity: 'high',
    shape: ['nvapi-', run(base64url, 60, 70)],
    remedy: 'Delete it at build.nvidia.com or org.ngc.nvidia.com under Setup > API Keys.',
  }),
];
