import type { Rule } from '../rule.ts';
import { oneOf, uuid } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'axiom-token',
    title: 'Axiom API or personal token',
    severity: 'high',
    shape: [oneOf('xaat-', 'xapt-'), ...uuid],
    remedy: 'Delete it in Axiom under Settings > API tokens, or under Profile > Personal tokens.',
    source: 'https://axiom.co/docs/reference/tokens',
  }),
];
