import { base64url } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'teamcity-access-token',
    title: 'TeamCity access token',
    severity: 'critical',
    shape: ['eyJ0eXAiOiAiVENWMiJ9.', run(base64url, 36), '.', run(base64url, 48)],
    remedy: 'Delete it in TeamCity under Your profile > Access tokens.',
    source: 'https://www.jetbrains.com/help/teamcity/configuring-your-user-profile.html',
  }),
];
