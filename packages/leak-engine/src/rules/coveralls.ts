import { base62 } from '../alphabets.ts';
import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';

export const rules: readonly Rule[] = [
  assigned({
    id: 'coveralls-repo-token',
    title: 'Coveralls repository or personal token',
    severity: 'medium',
    names: ['coveralls_repo_token', 'coveralls_token', 'coveralls_api_token'],
    shape: [run(base62, 32, 37)],
    remedy: 'Regenerate it in Coveralls under the repository settings.',
    source: 'https://docs.coveralls.io/ci-services',
  }),
];
