import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { provide, runClient, type Missing } from './provide.ts';

const version = '0.2.89';

/**
 * nektos/act (MIT), the second opinion on workflow files, from the Go module proxy, once.
 * @returns the path of the executable, or what is missing and why.
 */
export async function provideAct(): Promise<{ readonly path: string } | Missing> {
  const peer = await provide({
    name: `act-${version}`,
    what: `nektos/act ${version} from the Go module proxy (31 MB when built)`,
    install: async (folder) => {
      await runClient('go', ['install', `github.com/nektos/act@v${version}`], { GOBIN: folder });
    },
  });
  return 'missing' in peer ? peer : { path: join(peer.folder, 'act') };
}

/** What a run of a workflow shows, whichever runner ran it. */
export interface Observation {
  readonly conclusion: string;
  readonly jobs: Readonly<Record<string, ObservedJob>>;
}

export interface ObservedJob {
  readonly result: string;
  /** `main name: outcome` and `post name: outcome`, in order; steps inside composites and skipped ones left out. */
  readonly steps: readonly string[];
  /** What steps printed after `mark: `, in order. */
  readonly marks: readonly string[];
}

export interface ActRequest {
  readonly act: string;
  /** A folder that holds the workflow; it must be a git repository. */
  readonly root: string;
  /** Path of the workflow inside it. */
  readonly workflow: string;
  readonly event?: string;
  /** Reaches every step, as act's `--env-file`: where the endpoint for OIDC tokens goes. */
  readonly env?: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly vars?: Readonly<Record<string, string>>;
  /** Folders that stand for repositories: `owner/name@ref` to a path. */
  readonly repositories?: Readonly<Record<string, string>>;
  /** The Node that act's first `node` in PATH shall be. */
  readonly node?: string;
}

/** Runs a workflow on act, on this machine, without Docker and without the environment of this process. */
export async function runOnAct(request: ActRequest): Promise<Observation> {
  const scratch = mkdtempSync(join(tmpdir(), 'sallyport-act-'));
  try {
    const envFile = join(scratch, 'env');
    writeFileSync(
      envFile,
      Object.entries(request.env ?? {})
        .map(([name, value]) => `${name}=${value}\n`)
        .join(''),
    );
    const { lines, code } = await collectLines(request, scratch, [
      request.event ?? 'push',
      '-P',
      'ubuntu-latest=-self-hosted',
      '-W',
      request.workflow,
      '--env-file',
      envFile,
      '--no-cache-server',
      '--json',
      ...repeated('--secret', request.secrets),
      ...repeated('--var', request.vars),
      ...repeated('--local-repository', request.repositories),
    ]);
    return { conclusion: code === 0 ? 'success' : 'failure', jobs: readJobs(lines) };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function repeated(option: string, pairs: Readonly<Record<string, string>> = {}): string[] {
  return Object.entries(pairs).flatMap(([name, value]) => [option, `${name}=${value}`]);
}

async function collectLines(request: ActRequest, scratch: string, args: readonly string[]) {
  const node = dirname(request.node ?? process.execPath);
  const child = spawn(request.act, args, {
    cwd: request.root,
    stdio: ['ignore', 'pipe', 'ignore'],
    env: {
      PATH: `${node}:/usr/local/bin:/usr/bin:/bin`,
      HOME: scratch,
      XDG_CACHE_HOME: join(scratch, 'cache'),
    },
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const code = await new Promise<number>((settle, reject) => {
    child.on('error', reject);
    child.on('close', (status) => {
      settle(status ?? 1);
    });
  });
  return { lines: Buffer.concat(chunks).toString('utf8').split('\n').filter(Boolean), code };
}

interface ActLine {
  readonly jobID?: string;
  readonly step?: string;
  readonly stepID?: readonly string[];
  readonly stage?: string;
  readonly stepResult?: string;
  readonly jobResult?: string;
  readonly msg?: string;
  readonly raw_output?: boolean;
}

function readJobs(lines: readonly string[]): Record<string, ObservedJob> {
  const jobs: Record<string, { result: string; steps: string[]; marks: string[] }> = {};
  for (const line of lines) {
    const entry = JSON.parse(line) as ActLine;
    if (entry.jobID === undefined) continue;
    const job = (jobs[entry.jobID] ??= { result: '', steps: [], marks: [] });
    if (entry.jobResult !== undefined) job.result = entry.jobResult;
    const mark = entry.raw_output === true ? /^mark: (.*?)\s*$/.exec(entry.msg ?? '')?.[1] : undefined;
    if (mark !== undefined) job.marks.push(mark);
    const counts =
      entry.stepID?.length === 1 && entry.stepResult !== undefined && entry.stepResult !== 'skipped';
    if (counts && !(entry.step ?? '').startsWith('actions/checkout')) {
      job.steps.push(`${(entry.stage ?? '').toLowerCase()} ${entry.step ?? ''}: ${entry.stepResult}`);
    }
  }
  return jobs;
}
