import { trustOf, type Place, type ReachedJob, type RunEvent } from '@sallyport/workflow-graph';
import { buildsOf, strongDeployments, type Act } from './facts.ts';
import type { JudgedJob } from './rule.ts';

/** Whether a job deploys beyond the repository: by what it does, by declaration, or by a login that nothing else explains. */
export function deploys({ facts, role }: JudgedJob): boolean {
  return (
    role.declared === 'deploy' ||
    strongDeployments(facts).length > 0 ||
    (facts.logins.length > 0 && buildsOf(facts).length === 0)
  );
}

/** Whether a job executes what the tree says, so that whoever changes the tree or a dependency runs code in it. */
export function builds({ facts }: JudgedJob): boolean {
  return buildsOf(facts).length > 0;
}

/** The acts that show that a job deploys, worst first. */
export function deployActs({ facts }: JudgedJob): readonly Act[] {
  return [...strongDeployments(facts), ...facts.logins, ...facts.deployments.filter(({ strong }) => !strong)];
}

export type Exposure = 'trusted' | 'proposed' | 'untrusted' | 'unknown';

/** Who may have caused a run of this event. A pull request that comes from a fork has no secrets: `proposed`. */
export function exposureOf(run: RunEvent): Exposure {
  if (run.event === 'workflow_call') return 'unknown';
  if (run.producer === undefined) {
    const trust = trustOf(run.event);
    return trust === 'derived' ? 'unknown' : trust;
  }
  const behind = trustOf(run.producer.event);
  if (behind === 'trusted') return 'trusted';
  return run.producer.known ? 'untrusted' : 'unknown';
}

/** Conditions that ask who is behind a run; they narrow it, though each is easy to get wrong. */
const guards =
  /author_association|head\.repo\.|head_repository|github\.(triggering_)?actor|(user|sender)\.login|\.permission|\.merged\b|\blabel/i;

/** Whether a condition on the way to an act asks who is behind the run. */
export function isGuarded(job: ReachedJob, act?: Act): boolean {
  const conditions = [act?.step.step.if, act?.step.outer.if];
  for (let at: ReachedJob | undefined = job; at !== undefined; at = at.caller) {
    conditions.push(at.job.if, ...at.needs.map((need) => need.job.if));
  }
  return conditions.some((condition) => condition !== undefined && guards.test(condition.text));
}

/** The environment's name for a message. */
export function environmentName(job: ReachedJob): string {
  return job.job.environment?.name ?? '';
}

export function placeOf(act: Act | undefined, job: ReachedJob): Place {
  return act?.place ?? job.job.place;
}

/** "`npm ci`, `npm test` and 3 more". */
export function list(acts: readonly { readonly what: string }[], most = 2): string {
  const names = [...new Set(acts.map(({ what }) => what))];
  const shown = names.slice(0, most).join(', ');
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}

/** Whether the job's OIDC token is used, as far as we see, for signing or reporting only. */
export function onlySigns({ facts }: JudgedJob): boolean {
  return (
    facts.signs.length + facts.reports.length > 0 &&
    facts.logins.length === 0 &&
    strongDeployments(facts).length === 0
  );
}

const buildKinds: ReadonlySet<string> = new Set(['install', 'compile', 'test', 'container']);

/**
 * Whether a job that deploys is meant as a deploy, so that what it executes is told by `deploy-runs-tree-code`; else it
 * is a build that deploys. A declared role counts first; an environment counts where something is handed to the job, or
 * where it runs scripts of the tree but builds nothing.
 */
export function isMeantAsDeploy({ facts, job, role }: JudgedJob): boolean {
  if (role.declared !== undefined) return role.declared === 'deploy';
  if (facts.environment !== 'named' && facts.environment !== 'unknown') return false;
  const handed = facts.downloads.length > 0 || job.needs.length > 0;
  return handed || !buildsOf(facts).some(({ kind }) => buildKinds.has(kind));
}
