import { hexLower, lowerAlnum, base62 } from '../alphabets.ts';
import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { oneOf, run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'honeycomb-ingest-key',
    title: 'Honeycomb ingest key',
    severity: 'medium',
    shape: [oneOf('hcaik_', 'hcxik_', 'hcbik_', 'hccik_'), run(lowerAlnum, 58)],
    remedy: 'Disable it in Honeycomb under Environment settings > API keys.',
    source: 'https://docs.honeycomb.io/api/authentication',
  }),
  assigned({
    id: 'honeycomb-configuration-key',
    title: 'Honeycomb configuration key',
    severity: 'high',
    names: ['honeycomb_api_key', 'honeycomb_key', 'x_honeycomb_team', 'honeycomb_team_key'],
    shape: [oneOf([run(hexLower, 32)], [run(base62, 22)])],
    remedy: 'Disable it in Honeycomb under Environment settings > API keys.',
    source: 'https://docs.honeycomb.io/api/authentication',
  }),
];
