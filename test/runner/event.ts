import { createHash } from 'node:crypto';
import { isMapping } from './expressions.ts';
import type { RunOptions, TriggerEvent } from './types.ts';

/** A run's trigger with all its defaults filled in. */
export interface Trigger {
  readonly name: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly ref: string;
  readonly sha: string;
  readonly actor: string;
  readonly actorId: string;
  readonly triggeringActor: string;
  readonly baseRef: string;
  readonly headRef: string;
  readonly refProtected: boolean;
  /** A pull request from another repository. */
  readonly fork: boolean;
}

/** A made-up commit that is the same for the same text. */
export function shaOf(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}

/** Fills in what the caller left out, from the payload where it says so. */
export function completeTrigger(
  event: TriggerEvent & { readonly name: string },
  repository: string,
): Trigger {
  const payload = event.payload ?? {};
  const pull = isMapping(payload['pull_request']) ? payload['pull_request'] : undefined;
  const ref = event.ref ?? (event.name === 'pull_request' ? 'refs/pull/1/merge' : 'refs/heads/main');
  const actor = event.actor ?? 'octocat';
  return {
    name: event.name,
    payload,
    ref,
    sha: event.sha ?? shaOf(ref),
    actor,
    actorId: event.actorId ?? '583231',
    triggeringActor: event.triggeringActor ?? actor,
    baseRef: event.baseRef ?? textAt(pull, 'base', 'ref') ?? '',
    headRef: event.headRef ?? textAt(pull, 'head', 'ref') ?? '',
    refProtected: event.refProtected ?? false,
    fork:
      (textAt(pull, 'head', 'repo', 'full_name') ?? repository).toLowerCase() !== repository.toLowerCase(),
  };
}

function textAt(value: unknown, ...path: string[]): string | undefined {
  const found = path.reduce<unknown>((inner, key) => (isMapping(inner) ? inner[key] : undefined), value);
  return typeof found === 'string' ? found : undefined;
}

/** The `github` context of a run, less what belongs to a job or a step. */
export function githubContext(
  options: RunOptions,
  trigger: Trigger,
  run: {
    readonly repository: string;
    readonly workflow: string;
    readonly workflowPath: string;
    readonly token: string;
  },
): Record<string, unknown> {
  const serverUrl = options.serverUrl ?? 'https://github.com';
  const repository = run.repository;
  const refType = trigger.ref.startsWith('refs/tags/') ? 'tag' : 'branch';
  return {
    token: run.token,
    ref: trigger.ref,
    sha: trigger.sha,
    repository,
    repository_owner: repository.split('/')[0] ?? '',
    repository_owner_id: options.repository?.ownerId ?? '9919',
    repository_id: options.repository?.id ?? '1296269',
    repositoryUrl: `${serverUrl.replace(/^https?/, 'git')}/${repository}.git`,
    run_id: options.runId ?? '17000000001',
    run_number: options.runNumber ?? '1',
    run_attempt: String(options.runAttempt ?? 1),
    retention_days: '90',
    artifact_cache_size_limit: '10',
    actor: trigger.actor,
    actor_id: trigger.actorId,
    triggering_actor: trigger.triggeringActor,
    workflow: run.workflow,
    workflow_ref: `${repository}/${run.workflowPath}@${trigger.ref}`,
    workflow_sha: trigger.sha,
    head_ref: trigger.headRef,
    base_ref: trigger.baseRef,
    event_name: trigger.name,
    event: trigger.payload,
    server_url: serverUrl,
    api_url:
      options.apiUrl ??
      (serverUrl === 'https://github.com' ? 'https://api.github.com' : `${serverUrl}/api/v3`),
    graphql_url:
      serverUrl === 'https://github.com' ? 'https://api.github.com/graphql' : `${serverUrl}/api/graphql`,
    ref_name: trigger.ref.replace(/^refs\/(?:heads|tags|pull)\//, ''),
    ref_protected: trigger.refProtected,
    ref_type: refType,
    secret_source: trigger.fork && trigger.name === 'pull_request' ? 'None' : 'Actions',
  };
}
