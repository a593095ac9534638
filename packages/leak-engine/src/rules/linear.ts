import { base62 } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { oneOf, run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'linear-api-key',
    title: 'Linear API key',
    severity: 'high',
    shape: [oneOf('lin_api_', 'lin_oauth_'), run(base62, 40, 64)],
    remedy: 'Revoke it in Linear under Settings > Security & access.',
    source: 'https://linear.app/developers/graphql',
  }),
];
