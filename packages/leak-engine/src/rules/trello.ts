import { hexLower, hexUpper } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'trello-token',
    title: 'Trello API token',
    severity: 'high',
    shape: ['ATTA', run(hexLower, 64), run(hexUpper, 8)],
    remedy: 'Revoke it in Trello under Account settings > Applications.',
    source: 'https://developer.atlassian.com/cloud/trello/guides/rest-api/authorization/',
  }),
];
