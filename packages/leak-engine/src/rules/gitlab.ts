import { digits, hexLower, lowerAlnum, base62, base64url } from '../alphabets.ts';
import { isRoutable, routableTail } from '../checksums/gitlab.ts';
import { byChecksum } from '../proof.ts';
import type { Rule, Severity } from '../rule.ts';
import { oneOf, run, secret, type Shape } from '../shape.ts';
import { token } from '../token.ts';

const prefixes = 'https://docs.gitlab.com/security/tokens/#token-prefixes';
const routable =
  'https://handbook.gitlab.com/handbook/engineering/architecture/design-documents/cells/routable_tokens/';

interface Kind {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly shape: Shape;
  readonly remedy: string;
}

const runnerRemedy =
  'Reset the runner authentication token, or remove the runner under Settings > CI/CD > Runners.';
const patRemedy =
  'Revoke it under Edit profile > Access tokens, or under Settings > Access tokens of its group or project.';

const kinds: readonly Kind[] = [
  {
    id: 'pat',
    title: 'personal, group or project access token',
    severity: 'critical',
    shape: ['glpat-', run(base64url, 20)],
    remedy: patRemedy,
  },
  {
    id: 'deploy-token',
    title: 'deploy token',
    severity: 'high',
    shape: ['gldt-', run(base64url, 20)],
    remedy: 'Revoke it under Settings > Repository > Deploy tokens of its project or group.',
  },
  {
    id: 'runner-token',
    title: 'runner authentication token',
    severity: 'high',
    shape: ['glrt-', run(base64url, 20)],
    remedy: runnerRemedy,
  },
  {
    id: 'runner-registration-token',
    title: 'runner registration token',
    severity: 'high',
    shape: ['GR1348941', run(base64url, 20)],
    remedy: 'Reset the registration token under Settings > CI/CD > Runners.',
  },
  {
    id: 'job-token',
    title: 'CI/CD job token',
    severity: 'high',
    shape: ['glcbt-', run(base62, 1, 5), '_', run(base64url, 20)],
    remedy: 'Let the job end, which revokes its token, and review what the job token may reach.',
  },
  {
    id: 'trigger-token',
    title: 'pipeline trigger token',
    severity: 'high',
    shape: ['glptt-', run(hexLower, 40)],
    remedy: 'Revoke it under Settings > CI/CD > Pipeline trigger tokens.',
  },
  {
    id: 'feed-token',
    title: 'feed token',
    severity: 'medium',
    shape: ['glft-', run(base64url, 20)],
    remedy: 'Reset it under Edit profile > Access tokens > Feed token.',
  },
  {
    id: 'incoming-mail-token',
    title: 'incoming mail token',
    severity: 'medium',
    shape: ['glimt-', run(base64url, 25)],
    remedy: 'Reset it under Edit profile > Access tokens > Incoming email token.',
  },
  {
    id: 'agent-token',
    title: 'agent for Kubernetes token',
    severity: 'critical',
    shape: ['glagent-', run(base64url, 50)],
    remedy: 'Revoke it under Operate > Kubernetes clusters at the agent, and give the agent a new one.',
  },
  {
    id: 'oauth-secret',
    title: 'OAuth application secret',
    severity: 'high',
    shape: ['gloas-', run(base64url, 64)],
    remedy: 'Renew the secret at the application under Edit profile > Applications or Admin > Applications.',
  },
  {
    id: 'scim-token',
    title: 'SCIM token',
    severity: 'high',
    shape: ['glsoat-', run(base64url, 20)],
    remedy: 'Reset it under the group > Settings > SAML SSO > SCIM token.',
  },
  {
    id: 'feature-flag-token',
    title: 'feature flags client token',
    severity: 'medium',
    shape: ['glffct-', run(base64url, 20)],
    remedy: 'Reset the instance id under Deploy > Feature flags > Configure.',
  },
];

function sealTail(token: string): string {
  const head = token.slice(0, token.lastIndexOf('.') + 1);
  return head + routableTail(head);
}

const routableEnd: Shape = ['.', run(lowerAlnum, 9)];

export const rules: readonly Rule[] = [
  ...kinds.map((kind) =>
    token({ ...kind, id: `gitlab-${kind.id}`, title: `GitLab ${kind.title}`, source: prefixes }),
  ),
  token({
    id: 'gitlab-pat-routable',
    title: 'GitLab personal, group or project access token (routable)',
    severity: 'critical',
    shape: ['glpat-', run(base64url, 27, 300), oneOf(['.', run(lowerAlnum, 2)], ''), ...routableEnd],
    seal: sealTail,
    prove: byChecksum(isRoutable),
    remedy: patRemedy,
    source: routable,
  }),
  token({
    id: 'gitlab-runner-token-routable',
    title: 'GitLab runner authentication token (routable)',
    severity: 'high',
    shape: [
      'glrt-t',
      run(digits, 1),
      '_',
      run(base64url, 27, 300),
      oneOf(['.', run(lowerAlnum, 2)], ''),
      ...routableEnd,
    ],
    seal: sealTail,
    prove: byChecksum(isRoutable),
    remedy: runnerRemedy,
    source: routable,
  }),
  token({
    id: 'gitlab-session-cookie',
    title: 'GitLab session cookie',
    severity: 'high',
    shape: ['_gitlab_session=', secret(run(lowerAlnum, 32))],
    remedy: 'End the session under Edit profile > Active sessions.',
  }),
];
