import { buildsOf, strongDeployments, type JobFacts } from './facts.ts';
import type { Policy, Role } from './policy.ts';

/**
 * The role that a job's behaviour shows. Deploying outweighs everything: a job that builds and deploys is a deploying
 * job that also builds.
 */
export function inferRole(facts: JobFacts): Role {
  if (facts.job.kind === 'call') return 'orchestrate';
  if (strongDeployments(facts).length > 0) return 'deploy';
  const builds = buildsOf(facts).length > 0;
  if (facts.logins.length > 0 && !builds) return 'deploy';
  if (builds) return handsOver(facts) ? 'build' : 'check';
  if (facts.deployments.some(({ kind }) => kind === 'release')) return 'deploy';
  if (facts.signs.length > 0) return 'attest';
  return handsOver(facts) ? 'build' : 'check';
}

/** Whether something of the job reaches another job or the outside. */
function handsOver(facts: JobFacts): boolean {
  return (
    facts.uploads.length > 0 ||
    facts.job.job.outputs.length > 0 ||
    facts.deployments.some(({ kind }) => kind === 'image' || kind === 'release')
  );
}

export interface RoleOfJob {
  readonly role: Role;
  readonly declared: Role | undefined;
  readonly inferred: Role;
}

/** What the policy file says, else what the behaviour shows. */
export function roleOf(facts: JobFacts, policy: Policy): RoleOfJob {
  const inferred = inferRole(facts);
  const { workflow, job } = facts.job;
  const declared = policy.roles.find(
    (entry) => entry.workflow === workflow.fileName && entry.job === job.id,
  )?.role;
  return { role: declared ?? inferred, declared, inferred };
}
