import { base64url } from '../alphabets.ts';
import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';

export const rules: readonly Rule[] = [
  assigned({
    id: 'fastly-api-token',
    title: 'Fastly API token',
    severity: 'critical',
    names: ['fastly_api_token', 'fastly_api_key', 'fastly_token', 'fastly_key'],
    shape: [run(base64url, 32)],
    remedy: 'Delete it in the Fastly control panel under Account > Personal API tokens or Account tokens.',
  }),
];
