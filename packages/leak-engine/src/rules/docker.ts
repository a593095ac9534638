import { lowerAlnum, base64url, base64 } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'docker-hub-pat',
    title: 'Docker Hub personal access token',
    severity: 'critical',
    shape: ['dckr_pat_', run(base64url, 27)],
    remedy: 'Delete it under Docker Home > Account settings > Personal access tokens.',
    source: 'https://docs.docker.com/security/access-tokens/',
  }),
  token({
    id: 'docker-hub-oat',
    title: 'Docker Hub organization access token',
    severity: 'critical',
    shape: ['dckr_oat_', run(base64url, 32)],
    remedy: 'Delete it under Docker Home > Admin Console > Access tokens of the organization.',
    source: 'https://docs.docker.com/enterprise/security/access-tokens/',
  }),
  token({
    id: 'docker-swarm-join-token',
    title: 'Docker Swarm join token',
    severity: 'high',
    shape: ['SWMTKN-1-', run(lowerAlnum, 50, 60), '-', run(lowerAlnum, 24, 30)],
    remedy: 'Rotate it with `docker swarm join-token --rotate worker` or `manager`.',
    source: 'https://docs.docker.com/reference/cli/docker/swarm/join-token/',
  }),
  token({
    id: 'docker-swarm-unlock-key',
    title: 'Docker Swarm unlock key',
    severity: 'high',
    shape: ['SWMKEY-1-', run(base64, 40, 50)],
    remedy: 'Rotate it with `docker swarm unlock-key --rotate`.',
    source: 'https://docs.docker.com/reference/cli/docker/swarm/unlock-key/',
  }),
];
