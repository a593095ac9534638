import { base62 } from '../alphabets.ts';
import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'jfrog-api-key',
    title: 'JFrog Artifactory API key',
    severity: 'critical',
    shape: ['AKCp', run(base62, 69)],
    remedy: 'Revoke it in the JFrog Platform under Edit profile > API key.',
    source: 'https://jfrog.com/help/r/jfrog-platform-administration-documentation/api-key',
  }),
  token({
    id: 'jfrog-reference-token',
    title: 'JFrog reference token',
    severity: 'critical',
    shape: ['cmVmd', run(base62, 59)],
    remedy: 'Revoke it in the JFrog Platform under User management > Access tokens.',
    source: 'https://jfrog.com/help/r/jfrog-platform-administration-documentation/use-a-reference-token',
  }),
  assigned({
    id: 'jfrog-identity-token',
    title: 'JFrog identity token',
    severity: 'critical',
    names: [
      'jfrog_access_token',
      'jf_access_token',
      'artifactory_token',
      'jfrog_token',
      'artifactory_access_token',
    ],
    shape: [run(base62, 64)],
    remedy: 'Revoke it in the JFrog Platform under Edit profile > Identity tokens.',
  }),
];
