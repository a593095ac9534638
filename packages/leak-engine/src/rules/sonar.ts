import { hexLower } from '../alphabets.ts';
import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { oneOf, run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'sonar-token',
    title: 'SonarQube token',
    severity: 'high',
    shape: [oneOf('squ_', 'sqp_', 'sqa_'), run(hexLower, 40)],
    remedy: 'Revoke it in SonarQube under My account > Security.',
    source: 'https://docs.sonarsource.com/sonarqube-server/latest/user-guide/managing-tokens/',
  }),
  assigned({
    id: 'sonar-legacy-token',
    title: 'SonarQube or SonarCloud token (without prefix)',
    severity: 'high',
    names: ['sonar_token', 'sonar_login', 'sonarcloud_token', 'sonarqube_token'],
    shape: [run(hexLower, 40)],
    remedy: 'Revoke it in SonarQube or SonarCloud under My account > Security.',
  }),
];
