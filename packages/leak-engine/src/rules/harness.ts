import { base62, base64url } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { oneOf, run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'harness-api-key',
    title: 'Harness API key',
    severity: 'critical',
    shape: [oneOf('pat.', 'sat.'), run(base64url, 22), '.', run(base62, 24), '.', run(base62, 20)],
    remedy: 'Delete the token in Harness under My profile > My API keys, or under the service account.',
    source: 'https://developer.harness.io/docs/platform/automation/api/add-and-manage-api-keys/',
  }),
];
