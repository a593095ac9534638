import { randomBytes } from 'node:crypto';
import type { Endpoint, JobIdentity, Services } from '../runner/index.ts';
import { buildSubject, createGitHubTwin, type GitHubTwin } from '../twins/github/index.ts';
import { serveOnLoopback, type TwinAnswer, type TwinRequest } from '../twins/loopback-server.ts';

/** GitHub for the jobs of the runner twin: a token endpoint for each job, one key set for all. */
export interface JobTokens {
  /** GITHUB_SERVER_URL of the jobs; their issuer follows from it, as on an Enterprise Server. */
  readonly serverUrl: string;
  readonly issuer: string;
  readonly keySetUrl: string;
  readonly services: Services;
  /** Tokens that were handed out, in their order. */
  readonly issued: readonly string[];
  close(): Promise<void>;
}

/** Starts it on 127.0.0.1. */
export async function startJobTokens(): Promise<JobTokens> {
  const jobs = new Map<string, Readonly<Record<string, string>>>();
  const issued: string[] = [];
  let twin: GitHubTwin | undefined;
  const server = await serveOnLoopback((request) => answer(request, jobs, twin!, issued));
  twin = createGitHubTwin(server.origin, { issuerForm: 'server' });
  return {
    serverUrl: server.origin,
    issuer: twin.issuer,
    keySetUrl: `${twin.issuer}/.well-known/jwks`,
    issued,
    services: { tokenEndpoint: (job) => register(job, jobs, server.origin) },
    close: () => server.close(),
  };
}

function register(
  job: JobIdentity,
  jobs: Map<string, Readonly<Record<string, string>>>,
  origin: string,
): Endpoint {
  const bearer = ['job', randomBytes(24).toString('hex')].join('-');
  jobs.set(bearer, claimsOf(job));
  return { url: `${origin}/idtoken/${job.checkRunId}?api-version=2.0`, bearer };
}

function answer(
  request: TwinRequest,
  jobs: ReadonlyMap<string, Readonly<Record<string, string>>>,
  twin: GitHubTwin,
  issued: string[],
): TwinAnswer {
  const url = new URL(request.target, twin.origin);
  if (!url.pathname.startsWith('/idtoken/')) return twin.answer(request);
  const claims = jobs.get((request.headers['authorization'] ?? '').replace(/^Bearer /, ''));
  const audience = url.searchParams.get('audience');
  if (claims === undefined || audience === null) return json({ message: 'Bad request' }, 401);
  const token = twin.mint(audience, { ...claims, sub: buildSubject(claims, { form: 'legacy' }) });
  issued.push(token);
  return json({ count: 1, value: token });
}

/** The claims of GitHub's token for a job of the runner twin. */
function claimsOf(job: JobIdentity): Record<string, string> {
  const context = (name: string): string => {
    const value = job.github[name];
    return typeof value === 'string' ? value : '';
  };
  const named = [
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
    ...Object.fromEntries(named.map((name) => [name, context(name)])),
    repository_visibility: 'private',
    ref_protected: job.github['ref_protected'] === true ? 'true' : 'false',
    job_workflow_ref: job.jobWorkflowRef,
    job_workflow_sha: job.jobWorkflowSha,
    check_run_id: job.checkRunId,
    runner_environment: job.runnerEnvironment,
    ...(job.environment === undefined ? {} : { environment: job.environment }),
  };
}

function json(value: unknown, status = 200): TwinAnswer {
  return {
    kind: 'answer',
    status,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(value),
  };
}
