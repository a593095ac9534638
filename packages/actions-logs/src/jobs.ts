import type { GitHubApi } from '@sallyport/github-api';
import type { StreamedResponse } from '@sallyport/http';

export interface Repository {
  readonly owner: string;
  readonly repo: string;
}

/** A job of one attempt of a run. */
export interface Job {
  readonly id: number;
  readonly name: string;
  readonly finished: boolean;
  /** Whether it ever ran, so that it has a log. */
  readonly ran: boolean;
  readonly steps: readonly { readonly number: number; readonly name: string }[];
}

interface ApiJob {
  readonly id: number | bigint;
  readonly name: string;
  readonly status: string;
  readonly conclusion: string | null;
  readonly steps?: readonly { readonly number: number; readonly name: string }[] | undefined;
}

/** A log is text; the largest that were seen have some hundred megabytes. */
const largestLog = 16 * 1024 ** 3;

function toJob({ id, name, status, conclusion, steps = [] }: ApiJob): Job {
  const never = conclusion === 'skipped' || (conclusion === 'cancelled' && steps.length === 0);
  return { id: Number(id), name, finished: status === 'completed', ran: !never, steps };
}

/** One job by its id, with the run that it belongs to. @throws CodedError `github-api/*`, `http/*` */
export async function readJob(
  api: GitHubApi,
  repository: Repository,
  id: number,
): Promise<Job & { readonly runId: number }> {
  const route = 'GET /repos/{owner}/{repo}/actions/jobs/{job_id}';
  const job = await api.request(route, { ...repository, job_id: id });
  return { ...toJob(job), runId: Number(job.run_id) };
}

/** All jobs of an attempt. @throws CodedError `github-api/*`, `http/*` */
export async function listJobs(
  api: GitHubApi,
  repository: Repository,
  runId: number,
  attempt: number,
): Promise<readonly Job[]> {
  const route = 'GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}/jobs';
  const jobs = await api.list(route, { ...repository, run_id: runId, attempt_number: attempt });
  return jobs.map(toJob);
}

/** The log of one finished job, as it arrives. @throws CodedError `github-api/*`, `http/*` */
export function openJobLog(api: GitHubApi, repository: Repository, id: number): Promise<StreamedResponse> {
  const route = 'GET /repos/{owner}/{repo}/actions/jobs/{job_id}/logs';
  return api.download(route, { ...repository, job_id: id }, largestLog);
}

/** The archive of the logs of a finished attempt, as it arrives. @throws CodedError `github-api/*`, `http/*` */
export function openAttemptLogs(
  api: GitHubApi,
  repository: Repository,
  runId: number,
  attempt: number,
): Promise<StreamedResponse> {
  const route = 'GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}/logs';
  return api.download(route, { ...repository, run_id: runId, attempt_number: attempt }, largestLog);
}

/** UTF-16 units to which GitHub cuts a job's name in its archive (cli/cli, `pkg/cmd/run/view`). */
const longestName = 90;

/**
 * The job whose whole log a member of the archive is: `<n>_<job>.txt`, in which `/` and `:` are dropped. Undefined for the logs of
 * steps, and where several jobs have that name: those are asked for one by one.
 */
export function jobOfMember(member: string, jobs: readonly Job[]): Job | undefined {
  const name = /^-?\d+_([^/]*)\.txt$/s.exec(member)?.[1];
  if (name === undefined) return undefined;
  const candidates = jobs.filter((job) => job.name.replace(/[/:]/g, '').slice(0, longestName) === name);
  return candidates.length === 1 ? candidates[0] : undefined;
}
