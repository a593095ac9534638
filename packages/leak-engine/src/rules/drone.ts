import { base62 } from '../alphabets.ts';
import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';

export const rules: readonly Rule[] = [
  assigned({
    id: 'drone-access-token',
    title: 'Drone CI access token',
    severity: 'critical',
    names: ['drone_token', 'drone_access_token', 'drone_rpc_secret', 'drone_ci_token'],
    shape: [run(base62, 32)],
    remedy: 'Rotate it in Drone under Account settings, or change the shared secret of server and runners.',
  }),
];
