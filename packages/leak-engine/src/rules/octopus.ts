import { upperAlnum } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'octopus-api-key',
    title: 'Octopus Deploy API key',
    severity: 'critical',
    shape: ['API-', run(upperAlnum, 26, 32)],
    remedy: 'Revoke it in Octopus under Profile > My API keys.',
    source: 'https://octopus.com/docs/octopus-rest-api/how-to-create-an-api-key',
  }),
];
