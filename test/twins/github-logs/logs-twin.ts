import { serveOnLoopback, type TwinAnswer, type TwinRequest } from '../loopback-server.ts';

export interface TwinJob {
  readonly id: number;
  readonly name: string;
  readonly status?: 'completed' | 'in_progress';
  readonly conclusion?: string | null;
  /** Absent: the job endpoint answers 404, as it does while a job runs. */
  readonly log?: string;
}

export interface LogsTwinOptions {
  readonly token: string;
  readonly runId: number;
  readonly jobs: readonly TwinJob[];
  /** The archive; absent: 404. */
  readonly archive?: Buffer;
  readonly archiveStatus?: number;
}

export interface LogsTwin {
  readonly origin: string;
  readonly requests: readonly string[];
  close(): Promise<void>;
}

/**
 * GitHub's endpoints for a run, its jobs and their logs. A download is a redirect to a signed address, which refuses whoever brings
 * the token there.
 */
export async function startLogsTwin(options: LogsTwinOptions): Promise<LogsTwin> {
  const requests: string[] = [];
  let origin = '';
  const server = await serveOnLoopback((request) => {
    requests.push(`${request.method} ${request.target}`);
    return answer(request, options, origin);
  });
  origin = server.origin;
  return { origin, requests, close: () => server.close() };
}

function answer(request: TwinRequest, options: LogsTwinOptions, origin: string): TwinAnswer {
  const url = new URL(request.target, origin);
  if (url.pathname.startsWith('/store/')) return store(request, url, options);
  if (request.headers['authorization'] !== `token ${options.token}`)
    return json({ message: 'Bad credentials' }, 401);
  const path = url.pathname.replace('/repos/octo/demo/actions', '');
  const run = `/runs/${options.runId}`;
  if (path === run) return json(runOf(options));
  if (path === `${run}/attempts/1/jobs`) return listJobs(url, options, origin);
  if (path === `${run}/attempts/1/logs`) {
    const status = options.archiveStatus ?? (options.archive === undefined ? 404 : 302);
    return status === 302 ? redirect(`${origin}/store/archive?sig=x`) : json({ message: 'No' }, status);
  }
  const id = Number(/^\/jobs\/(\d+)/.exec(path)?.[1]);
  const job = options.jobs.find((one) => one.id === id);
  if (job === undefined) return json({ message: 'Not Found' }, 404);
  if (!path.endsWith('/logs')) return json(jobOf(job, options));
  return job.log === undefined
    ? json({ message: 'Not Found' }, 404)
    : redirect(`${origin}/store/${id}?sig=x`);
}

function store(request: TwinRequest, url: URL, { archive, jobs }: LogsTwinOptions): TwinAnswer {
  if (request.headers['authorization'] !== undefined || url.searchParams.get('sig') !== 'x')
    return json({}, 403);
  const name = url.pathname.slice('/store/'.length);
  const body = name === 'archive' ? archive! : jobs.find(({ id }) => String(id) === name)!.log!;
  return { kind: 'answer', status: 200, headers: { 'content-type': 'application/octet-stream' }, body };
}

function listJobs(url: URL, options: LogsTwinOptions, origin: string): TwinAnswer {
  const page = Number(url.searchParams.get('page') ?? '1');
  const size = Number(url.searchParams.get('per_page') ?? '30');
  const jobs = options.jobs.slice((page - 1) * size, page * size).map((job) => jobOf(job, options));
  const next = new URL(url, origin);
  next.searchParams.set('page', String(page + 1));
  const more = page * size < options.jobs.length;
  return json(
    { total_count: options.jobs.length, jobs },
    200,
    more ? { link: `<${next.href}>; rel="next"` } : {},
  );
}

function runOf({ runId, jobs }: LogsTwinOptions) {
  const finished = jobs.every(({ status = 'completed' }) => status === 'completed');
  return { id: runId, run_attempt: 1, status: finished ? 'completed' : 'in_progress' };
}

function jobOf(
  { id, name, status = 'completed', conclusion = 'success' }: TwinJob,
  { runId }: LogsTwinOptions,
) {
  const steps = [{ number: 3, name: 'Run make build', status, conclusion }];
  return { id, run_id: runId, name, status, conclusion, steps };
}

function redirect(location: string): TwinAnswer {
  return { kind: 'answer', status: 302, headers: { location }, body: '' };
}

function json(value: unknown, status = 200, headers: Record<string, string> = {}): TwinAnswer {
  return {
    kind: 'answer',
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(value),
  };
}
