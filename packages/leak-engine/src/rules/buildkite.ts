import { lowerAlnum, base64url } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { oneOf, run, type Shape } from '../shape.ts';
import { token } from '../token.ts';

interface Kind {
  readonly id: string;
  readonly title: string;
  readonly shape: Shape;
  readonly remedy: string;
}

const agentRemedy = 'Revoke it under Agents > the cluster > Agent tokens.';
const kinds: readonly Kind[] = [
  {
    id: 'user-token',
    title: 'API access token',
    shape: ['bkua_', oneOf([run(lowerAlnum, 53)], [run(lowerAlnum, 40)])],
    remedy: 'Revoke it under Personal settings > API access tokens.',
  },
  {
    id: 'agent-token',
    title: 'agent access token',
    shape: ['bkaa_', run(base64url, 75)],
    remedy: agentRemedy,
  },
  {
    id: 'job-token',
    title: 'job token',
    shape: ['bkaj_', run(base64url, 333)],
    remedy: 'Let the job end, which revokes its token.',
  },
  {
    id: 'registration-token',
    title: 'unclustered agent token',
    shape: ['bkar_', run(base64url, 73)],
    remedy: agentRemedy,
  },
  {
    id: 'cluster-token',
    title: 'cluster agent token',
    shape: ['bkct_', run(base64url, 73)],
    remedy: agentRemedy,
  },
  {
    id: 'packages-token',
    title: 'package registry token',
    shape: ['bkpt_', run(base64url, 199)],
    remedy: 'Delete it under Package registries > the registry > Tokens.',
  },
  {
    id: 'portal-token',
    title: 'portal token',
    shape: [oneOf(['bkpat_', run(base64url, 54)], ['bkps_', run(base64url, 64)])],
    remedy: 'Delete it under Organization settings > Portals.',
  },
];

export const rules: readonly Rule[] = kinds.map((kind) =>
  token({ ...kind, id: `buildkite-${kind.id}`, title: `Buildkite ${kind.title}`, severity: 'critical' }),
);
