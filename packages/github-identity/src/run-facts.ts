import { failure } from '@sallyport/errors';

/** What the runner itself says of the running job: the other side of every comparison with the token. */
export interface RunFacts {
  /** `GITHUB_SERVER_URL`, without a trailing slash. */
  readonly serverUrl: string;
  readonly repository: string;
  readonly repositoryId: string;
  readonly runId: string;
  readonly runAttempt: string;
  readonly sha: string;
  readonly workflowRef: string;
  readonly eventName: string;
  readonly actor: string;
  /** `github-hosted` or `self-hosted`; absent on old runners. */
  readonly runnerEnvironment: string | undefined;
  /** The context `job.check_run_id`, which the runner gives to no variable: an input carries it here. */
  readonly checkRunId: string | undefined;
  /** Where the pull request comes from: another repository, a deleted one, or none of both. */
  readonly fromFork: boolean;
  /** The author of the pull request, or whoever started the run. */
  readonly byDependabot: boolean;
}

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Reads the facts from the variables that the runner sets for every step and that no step can overwrite (they are
 * applied after GITHUB_ENV: actions/runner, StepHost and handlers), and from the payload of the event.
 * @param event the parsed file at GITHUB_EVENT_PATH, or undefined.
 * @throws CodedError `oidc/facts-missing`.
 */
export function readRunFacts(
  environment: Variables,
  event: unknown,
  extra: { readonly checkRunId?: string | undefined } = {},
): RunFacts {
  const read = (name: string): string => {
    const value = environment[name];
    if (value === undefined || value === '') {
      throw failure('oidc/facts-missing', { what: `The runner did not set \`${name}\`.` });
    }
    return value;
  };
  const repositoryId = read('GITHUB_REPOSITORY_ID');
  const actor = read('GITHUB_ACTOR');
  return {
    serverUrl: read('GITHUB_SERVER_URL').replace(/\/+$/, ''),
    repository: read('GITHUB_REPOSITORY'),
    repositoryId,
    runId: read('GITHUB_RUN_ID'),
    runAttempt: read('GITHUB_RUN_ATTEMPT'),
    sha: read('GITHUB_SHA'),
    workflowRef: read('GITHUB_WORKFLOW_REF'),
    eventName: read('GITHUB_EVENT_NAME'),
    actor,
    runnerEnvironment: environment['RUNNER_ENVIRONMENT'] || undefined,
    checkRunId: extra.checkRunId || undefined,
    fromFork: isFromFork(event, repositoryId),
    byDependabot: actor === 'dependabot[bot]' || authorOf(event) === 'dependabot[bot]',
  };
}

/**
 * A pull request from elsewhere: its head repository is another one, or has been deleted (`null`). The flag `fork` of
 * the head repository does not answer this: it is also true for a branch inside a repository that is itself a fork.
 */
function isFromFork(event: unknown, repositoryId: string): boolean {
  const pullRequest = property(event, 'pull_request');
  if (pullRequest === undefined || pullRequest === null) return false;
  const repository = property(property(pullRequest, 'head'), 'repo');
  if (repository === undefined) return false;
  return repository === null || String(property(repository, 'id')) !== repositoryId;
}

function authorOf(event: unknown): unknown {
  return property(property(property(event, 'pull_request'), 'user'), 'login');
}

function property(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}
