import { hexLower } from '../alphabets.ts';
import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';

export const rules: readonly Rule[] = [
  assigned({
    id: 'jenkins-api-token',
    title: 'Jenkins API token',
    severity: 'critical',
    names: ['jenkins_api_token', 'jenkins_token', 'jenkins_user_token', 'jenkins_password'],
    shape: ['11', run(hexLower, 32)],
    remedy: 'Revoke it in Jenkins under the user > Security > API Token.',
    source: 'https://www.jenkins.io/doc/book/system-administration/authenticating-scripted-clients/',
  }),
];
