/**
 * What one job looks like from all sides: the claims of its token, the variables that the runner sets, the contexts, and
 * the payload of the event. One source of truth, so that a test cannot make them agree by accident or disagree by
 * mistake. Sources: GitHub Docs "OpenID Connect reference", "Variables reference", "Events that trigger workflows".
 */

export const scenarioNames = [
  'push',
  'tag',
  'pull_request',
  'pull_request_closed',
  'fork',
  'dependabot',
  'missing_permission',
  'pull_request_target',
  'environment',
  'reusable_workflow',
  're_run',
  'self_hosted',
  'schedule',
  'workflow_dispatch',
  'workflow_run',
  'issue_comment',
] as const;

export type ScenarioName = (typeof scenarioNames)[number];

export interface ScenarioOptions {
  readonly serverUrl?: string;
  readonly owner?: string;
  readonly ownerId?: string;
  readonly name?: string;
  readonly repositoryId?: string;
  readonly branch?: string;
  readonly environment?: string;
  readonly job?: string;
  readonly runId?: string;
  readonly runAttempt?: string;
  readonly checkRunId?: string;
  readonly actor?: string;
  /** Login slug of the enterprise account; puts `enterprise` and `enterprise_id` into the token. */
  readonly enterprise?: string;
  /** Custom properties, without the prefix `repo_property_`. */
  readonly properties?: Readonly<Record<string, string>>;
}

export interface Scenario {
  readonly name: ScenarioName;
  /** Everything but `iss`, `aud`, `sub`, `jti` and the times, which the issuer adds. */
  readonly claims: Readonly<Record<string, string>>;
  /** What the runner sets for every step, without the variables of the token endpoint. */
  readonly environment: Readonly<Record<string, string>>;
  /** The payload at GITHUB_EVENT_PATH. */
  readonly event: Readonly<Record<string, unknown>>;
  /** The `github` and `job` contexts, reduced to what identifies the job. */
  readonly contexts: {
    readonly github: Readonly<Record<string, unknown>>;
    readonly job: Readonly<Record<string, unknown>>;
  };
  /** Whether the job is given a token endpoint at all. */
  readonly hasTokenEndpoint: boolean;
}

/** What distinguishes a scenario from a push to the default branch. */
interface Trait {
  readonly event_name?: string;
  readonly claims?: Readonly<Record<string, string>>;
  readonly payload?: Readonly<Record<string, unknown>>;
  readonly hasTokenEndpoint?: boolean;
}

type Names = Required<Omit<ScenarioOptions, 'enterprise' | 'properties'>> & {
  readonly repository: string;
  readonly sha: string;
};

export function buildScenario(name: ScenarioName, options: ScenarioOptions = {}): Scenario {
  const names = completeNames(options);
  const trait = traits[name](names);
  const claims = { ...baseClaims(names), ...accountClaims(options), ...trait.claims };
  claims['event_name'] = trait.event_name ?? name;
  const event = { ...basePayload(names), ...trait.payload };
  const github = githubContext(names, claims, event);
  return {
    name,
    claims,
    environment: environmentOf(names, claims),
    event,
    contexts: {
      github,
      job: {
        check_run_id: names.checkRunId,
        workflow_ref: claims['job_workflow_ref'],
        workflow_sha: claims['job_workflow_sha'],
      },
    },
    hasTokenEndpoint: trait.hasTokenEndpoint ?? true,
  };
}

function completeNames(options: ScenarioOptions): Names {
  const owner = options.owner ?? 'my-org';
  const name = options.name ?? 'app';
  return {
    serverUrl: options.serverUrl ?? 'https://github.com',
    owner,
    ownerId: options.ownerId ?? '1234567',
    name,
    repository: `${owner}/${name}`,
    repositoryId: options.repositoryId ?? '987654321',
    branch: options.branch ?? 'main',
    environment: options.environment ?? 'production',
    job: options.job ?? 'deploy',
    runId: options.runId ?? '19284756001',
    runAttempt: options.runAttempt ?? '1',
    checkRunId: options.checkRunId ?? '55012345678',
    actor: options.actor ?? 'octocat',
    sha: '5'.repeat(39) + 'a',
  };
}

const workflowFile = '.github/workflows/deploy.yml';

function baseClaims(names: Names): Record<string, string> {
  const ref = `refs/heads/${names.branch}`;
  return {
    repository: names.repository,
    repository_id: names.repositoryId,
    repository_owner: names.owner,
    repository_owner_id: names.ownerId,
    repository_visibility: 'private',
    ref,
    ref_type: 'branch',
    ref_protected: 'true',
    head_ref: '',
    base_ref: '',
    event_name: 'push',
    sha: names.sha,
    workflow: 'Deploy',
    workflow_ref: `${names.repository}/${workflowFile}@${ref}`,
    workflow_sha: names.sha,
    job_workflow_ref: `${names.repository}/${workflowFile}@${ref}`,
    job_workflow_sha: names.sha,
    run_id: names.runId,
    run_number: '117',
    run_attempt: names.runAttempt,
    check_run_id: names.checkRunId,
    runner_environment: 'github-hosted',
    actor: names.actor,
    actor_id: '583231',
  };
}

function accountClaims(options: ScenarioOptions): Record<string, string> {
  const properties = Object.entries(options.properties ?? {}).map(([name, value]) => [
    `repo_property_${name}`,
    value,
  ]);
  const enterprise =
    options.enterprise === undefined ? {} : { enterprise: options.enterprise, enterprise_id: '4711' };
  return { ...enterprise, ...(Object.fromEntries(properties) as Record<string, string>) };
}

function atRef(names: Names, ref: string): Record<string, string> {
  const file = `${names.repository}/${workflowFile}@${ref}`;
  return { ref, workflow_ref: file, job_workflow_ref: file };
}

function pullRequestFrom(names: Names, head: { owner: string; id: string }, author: string): Trait {
  const repository = {
    id: Number(head.id),
    full_name: `${head.owner}/${names.name}`,
    fork: head.owner !== names.owner,
  };
  return {
    event_name: 'pull_request',
    claims: {
      ...atRef(names, 'refs/pull/42/merge'),
      ref_protected: 'false',
      head_ref: 'feature',
      base_ref: names.branch,
      actor: author,
    },
    payload: {
      action: 'synchronize',
      number: 42,
      pull_request: {
        number: 42,
        user: { login: author },
        head: { ref: 'feature', sha: names.sha, repo: repository },
        base: { ref: names.branch, repo: { id: Number(names.repositoryId), full_name: names.repository } },
      },
    },
  };
}

function ownPullRequest(names: Names, author = names.actor): Trait {
  return pullRequestFrom(names, { owner: names.owner, id: names.repositoryId }, author);
}

function foreignPullRequest(names: Names): Trait {
  return pullRequestFrom(names, { owner: 'stranger', id: '13371337' }, 'stranger');
}

const traits: Readonly<Record<ScenarioName, (names: Names) => Trait>> = {
  push: () => ({}),
  tag: (names) => ({
    event_name: 'push',
    claims: { ...atRef(names, 'refs/tags/v1.2.3'), ref_type: 'tag', ref_protected: 'false' },
    payload: { ref: 'refs/tags/v1.2.3' },
  }),
  pull_request: (names) => ownPullRequest(names),
  // When a pull request is closed, `ref` is its base branch while `sub` still says `pull_request`.
  pull_request_closed: (names) => {
    const trait = ownPullRequest(names);
    const ref = `refs/heads/${names.branch}`;
    return {
      ...trait,
      claims: { ...trait.claims, ...atRef(names, ref), ref_protected: 'true' },
      payload: { ...trait.payload, action: 'closed' },
    };
  },
  fork: (names) => ({ ...foreignPullRequest(names), hasTokenEndpoint: false }),
  dependabot: (names) => ({ ...ownPullRequest(names, 'dependabot[bot]'), hasTokenEndpoint: false }),
  missing_permission: () => ({ event_name: 'push', hasTokenEndpoint: false }),
  // Runs in the context of the base branch: everything but the payload and `head_ref` looks like a push to it.
  pull_request_target: (names) => {
    const { payload } = foreignPullRequest(names);
    return {
      claims: { head_ref: 'feature', base_ref: names.branch, actor: 'stranger' },
      ...(payload === undefined ? {} : { payload }),
    };
  },
  environment: (names) => ({
    event_name: 'push',
    claims: { environment: names.environment, environment_node_id: 'EN_kwDOAbCdEf8AAAABc1' },
  }),
  reusable_workflow: (names) => ({
    event_name: 'push',
    claims: {
      job_workflow_ref: `${names.owner}/deploy/.github/workflows/deploy.yml@refs/tags/v3`,
      job_workflow_sha: '7'.repeat(39) + 'b',
    },
  }),
  re_run: () => ({ event_name: 'push', claims: { run_attempt: '2', check_run_id: '55012349999' } }),
  self_hosted: () => ({ event_name: 'push', claims: { runner_environment: 'self-hosted' } }),
  schedule: () => ({ payload: { schedule: '17 4 * * *' } }),
  workflow_dispatch: (names) => ({ payload: { inputs: {}, ref: `refs/heads/${names.branch}` } }),
  workflow_run: (names) => ({
    payload: {
      workflow_run: {
        id: 77,
        head_branch: 'feature',
        head_repository: { full_name: `stranger/${names.name}` },
      },
    },
  }),
  issue_comment: () => ({
    claims: { actor: 'stranger' },
    payload: { action: 'created', comment: { body: '/deploy', user: { login: 'stranger' } } },
  }),
};

function basePayload(names: Names): Record<string, unknown> {
  return {
    repository: {
      id: Number(names.repositoryId),
      full_name: names.repository,
      fork: false,
      default_branch: 'main',
      owner: { login: names.owner, id: Number(names.ownerId) },
    },
    sender: { login: names.actor },
  };
}

function githubContext(
  names: Names,
  claims: Readonly<Record<string, string>>,
  event: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const copied = [
    'repository',
    'repository_id',
    'repository_owner',
    'repository_owner_id',
    'ref',
    'ref_type',
    'head_ref',
    'base_ref',
    'event_name',
    'sha',
    'workflow',
    'workflow_ref',
    'workflow_sha',
    'run_id',
    'run_number',
    'run_attempt',
    'actor',
    'actor_id',
  ];
  return {
    ...Object.fromEntries(copied.map((key) => [key, claims[key]])),
    ref_protected: claims['ref_protected'] === 'true',
    ref_name: claims['ref']?.replace(/^refs\/(?:heads|tags|pull)\//, ''),
    triggering_actor: claims['actor'],
    job: names.job,
    server_url: names.serverUrl,
    event,
  };
}

function environmentOf(names: Names, claims: Readonly<Record<string, string>>): Record<string, string> {
  const read = (claim: string): string => claims[claim] ?? '';
  return {
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_SERVER_URL: names.serverUrl,
    GITHUB_REPOSITORY: read('repository'),
    GITHUB_REPOSITORY_ID: read('repository_id'),
    GITHUB_REPOSITORY_OWNER: read('repository_owner'),
    GITHUB_REPOSITORY_OWNER_ID: read('repository_owner_id'),
    GITHUB_REF: read('ref'),
    GITHUB_REF_NAME: read('ref').replace(/^refs\/(?:heads|tags|pull)\//, ''),
    GITHUB_REF_TYPE: read('ref_type'),
    GITHUB_REF_PROTECTED: read('ref_protected'),
    GITHUB_HEAD_REF: read('head_ref'),
    GITHUB_BASE_REF: read('base_ref'),
    GITHUB_EVENT_NAME: read('event_name'),
    GITHUB_SHA: read('sha'),
    GITHUB_WORKFLOW: read('workflow'),
    GITHUB_WORKFLOW_REF: read('workflow_ref'),
    GITHUB_WORKFLOW_SHA: read('workflow_sha'),
    GITHUB_RUN_ID: read('run_id'),
    GITHUB_RUN_NUMBER: read('run_number'),
    GITHUB_RUN_ATTEMPT: read('run_attempt'),
    GITHUB_JOB: names.job,
    GITHUB_ACTOR: read('actor'),
    GITHUB_ACTOR_ID: read('actor_id'),
    GITHUB_TRIGGERING_ACTOR: read('actor'),
    RUNNER_ENVIRONMENT: read('runner_environment'),
  };
}
