import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { uuid } from '../shape.ts';

export const rules: readonly Rule[] = [
  assigned({
    id: 'railway-token',
    title: 'Railway token',
    severity: 'critical',
    names: ['railway_token', 'railway_api_token'],
    shape: uuid,
    remedy: 'Delete it under the project > Settings > Tokens, or under Account settings > Tokens.',
    source: 'https://docs.railway.com/guides/public-api',
  }),
];
