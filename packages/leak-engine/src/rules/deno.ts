import { base62 } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'deno-deploy-token',
    title: 'Deno Deploy access token',
    severity: 'critical',
    shape: ['ddp_', run(base62, 36)],
    remedy: 'Revoke it at dash.deno.com under Account > Access tokens.',
  }),
];
