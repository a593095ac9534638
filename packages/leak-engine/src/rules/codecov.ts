import { hexLower } from '../alphabets.ts';
import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { oneOf, run, uuid } from '../shape.ts';

export const rules: readonly Rule[] = [
  assigned({
    id: 'codecov-upload-token',
    title: 'Codecov upload token',
    severity: 'medium',
    names: ['codecov_token', 'codecov_upload_token', 'codecov_access_token'],
    shape: [oneOf(uuid, [run(hexLower, 32)])],
    remedy: 'Regenerate it in Codecov under the repository or organization > Configuration > General.',
    source: 'https://docs.codecov.com/docs/codecov-tokens',
  }),
];
