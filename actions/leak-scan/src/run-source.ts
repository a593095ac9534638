import {
  type Job,
  jobOfMember,
  listJobs,
  openAttemptLogs,
  openJobLog,
  readJob,
  readZip,
  type Repository,
} from '@sallyport/actions-logs';
import { failure } from '@sallyport/errors';
import { createGitHubApi, type GitHubApi } from '@sallyport/github-api';
import type { ScannedText } from '@sallyport/leak-engine';
import { requiredVariable, type Runner } from '@sallyport/runner';
import { version } from '@sallyport/step';
import type { Gathered, Unread } from './gathered.ts';
import type { Source, SourceParts } from './scan.ts';
import { createScanOptions } from './scan-options.ts';
import { scanPieces } from './scan-pieces.ts';
import { explainStop } from './stops.ts';
import type { LinkTo } from './tell.ts';

const archiveLimits = { inflated: 16 * 1024 ** 3, members: 50_000 };

/** Source `run`: the archive of its logs, and one by one what is not in it, or not whole. */
export const runSource: Source = async (parts) => {
  const { api, repository } = await connect(parts);
  const { environment } = parts.runner;
  const runId = chooseRun(parts);
  const run = await api.request('GET /repos/{owner}/{repo}/actions/runs/{run_id}', {
    ...repository,
    run_id: runId,
  });
  const source = parts.inputs.source;
  const latest = run.run_attempt ?? 1;
  const attempt = (source.kind === 'run' ? source.attempt : undefined) ?? latest;
  const jobs = await listJobs(api, repository, runId, attempt);
  const own = String(runId) === environment['GITHUB_RUN_ID'];
  const scan = new RunScan(parts, api, repository, jobs, own);
  parts.runner.info(`Scanning run ${runId}, attempt ${attempt}: ${jobs.length} jobs.`);
  if (run.status === 'completed' || attempt < latest) await scan.readArchive(runId, attempt);
  await scan.readOneByOne();
  return { gathered: scan.gathered(), linkTo: linkMaker(parts.runner, runId, jobs) };
};

/** Source `job`. */
export const jobSource: Source = async (parts) => {
  const { api, repository } = await connect(parts);
  const { source } = parts.inputs;
  const job = await readJob(api, repository, source.kind === 'job' ? source.jobId : 0);
  const scan = new RunScan(parts, api, repository, [job], false);
  await scan.readOneByOne();
  return { gathered: scan.gathered(), linkTo: linkMaker(parts.runner, job.runId, [job]) };
};

class RunScan {
  readonly #parts: SourceParts;
  readonly #api: GitHubApi;
  readonly #repository: Repository;
  readonly #pending: Map<number, Job>;
  readonly #texts: ScannedText[] = [];
  readonly #unread: Unread[] = [];
  readonly #excluded: Unread[] = [];

  constructor(
    parts: SourceParts,
    api: GitHubApi,
    repository: Repository,
    jobs: readonly Job[],
    own: boolean,
  ) {
    this.#parts = parts;
    this.#api = api;
    this.#repository = repository;
    this.#pending = new Map(jobs.filter(({ finished, ran }) => finished && ran).map((job) => [job.id, job]));
    for (const job of jobs) {
      if (!job.ran) this.#excluded.push({ file: job.name, reason: 'It never ran, so it has no log.' });
      else if (!job.finished) this.#leaveOut(job, own);
    }
  }

  #leaveOut(job: Job, own: boolean): void {
    const self = job.id === this.#parts.inputs.checkRunId;
    const reason = self ? 'It is the job that scans.' : 'It has not finished.';
    (own ? this.#excluded : this.#unread).push({ file: job.name, reason });
  }

  /** What the archive does not give whole stays pending. */
  async readArchive(runId: number, attempt: number): Promise<void> {
    try {
      const { body } = await openAttemptLogs(this.#api, this.#repository, runId, attempt);
      for await (const member of readZip(body, archiveLimits)) {
        const job = jobOfMember(member.name, [...this.#pending.values()]);
        if (job !== undefined && (await this.#scan(job, member.body)) === undefined)
          this.#pending.delete(job.id);
      }
    } catch (error) {
      this.#parts.runner.info(`The archive of the logs was not read to its end: ${explainStop({ error })}`);
    }
  }

  async readOneByOne(): Promise<void> {
    for (const job of this.#pending.values()) {
      const reason = await this.#readJob(job);
      if (reason !== undefined) this.#unread.push({ file: job.name, reason });
    }
  }

  async #readJob(job: Job): Promise<string | undefined> {
    try {
      const { body } = await openJobLog(this.#api, this.#repository, job.id);
      return await this.#scan(job, body);
    } catch (error) {
      return explainStop({ error });
    }
  }

  /** @returns why it was not read to its end. What was read counts all the same. */
  async #scan(job: Job, pieces: AsyncIterable<Uint8Array>): Promise<string | undefined> {
    const options = createScanOptions(this.#parts.settings)();
    const { part, stopped } = await scanPieces(pieces, options, this.#parts.limit);
    const source = { name: job.name, job: { id: job.id, name: job.name } };
    // A second reading of the same log takes the place of the first, which broke off.
    const before = this.#texts.findIndex((text) => text.source.job?.id === job.id);
    const better = before < 0 || part.bytes >= (this.#texts[before]!.parts[0]?.bytes ?? 0);
    if (better) this.#texts.splice(before < 0 ? this.#texts.length : before, 1, { source, parts: [part] });
    return stopped === undefined ? undefined : explainStop(stopped);
  }

  gathered(): Gathered {
    return { texts: this.#texts, unread: this.#unread, excluded: this.#excluded };
  }
}

async function connect({
  inputs,
  runner,
  step,
}: SourceParts): Promise<{ api: GitHubApi; repository: Repository }> {
  const [owner = '', repo = ''] = requiredVariable(runner.environment, 'GITHUB_REPOSITORY').split('/');
  const api = await createGitHubApi({
    token: inputs.token,
    baseUrl: runner.environment['GITHUB_API_URL'] ?? 'https://api.github.com',
    http: step.http,
    clock: step.clock,
    userAgent: `sallyport/${version}`,
  });
  return { api, repository: { owner, repo } };
}

function chooseRun({ inputs, runner }: SourceParts): number {
  if (inputs.source.kind === 'run' && inputs.source.runId !== undefined) return inputs.source.runId;
  if (runner.environment['GITHUB_EVENT_NAME'] === 'workflow_run') {
    throw failure('inputs/missing', {
      what: 'The input `run-id` is missing.',
      why: 'Under `workflow_run` the run to scan is the one that triggered this one, not this one itself.',
      remedy: 'Set `run-id: ${{ github.event.workflow_run.id }}`.',
    });
  }
  return Number(requiredVariable(runner.environment, 'GITHUB_RUN_ID'));
}

function linkMaker({ environment }: Runner, runId: number, jobs: readonly Job[]): LinkTo {
  const base = `${environment['GITHUB_SERVER_URL'] ?? 'https://github.com'}/${environment['GITHUB_REPOSITORY'] ?? ''}`;
  return ({ jobId, step }) => {
    if (jobId === undefined) return undefined;
    const number = jobs.find(({ id }) => id === jobId)?.steps.find(({ name }) => name === step)?.number;
    return `${base}/actions/runs/${runId}/job/${jobId}${number === undefined ? '' : `#step:${number}:1`}`;
  };
}
