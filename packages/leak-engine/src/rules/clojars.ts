import { lowerAlnum } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'clojars-deploy-token',
    title: 'Clojars deploy token',
    severity: 'critical',
    shape: ['CLOJARS_', run(lowerAlnum, 60)],
    remedy: 'Disable it under clojars.org > Deploy Tokens.',
    source: 'https://github.com/clojars/clojars-web/wiki/Deploy-Tokens',
  }),
];
