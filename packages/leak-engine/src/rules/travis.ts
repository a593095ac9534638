import { base64url } from '../alphabets.ts';
import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';

export const rules: readonly Rule[] = [
  assigned({
    id: 'travis-api-token',
    title: 'Travis CI API token',
    severity: 'high',
    names: ['travis_token', 'travis_api_token', 'travis_ci_token', 'travis_access_token'],
    shape: [run(base64url, 22)],
    remedy: 'Regenerate it under Travis CI > Settings > API authentication.',
  }),
];
