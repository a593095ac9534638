import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const dist = join(import.meta.dirname, '..', '..', 'dist');

export interface BundleRun {
  /** `oidc-login/main` */
  readonly bundle: string;
  /** Input ids to texts; what is absent arrives empty, as the runner sends it. */
  readonly inputs: Readonly<Record<string, string>>;
  /** On top of a bare environment. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly event?: unknown;
  readonly state?: Readonly<Record<string, string>>;
  readonly job?: JobFolder;
  readonly node?: string;
  /** Asked every few milliseconds while the process runs; SIGINT is sent once it says so. */
  readonly interrupt?: () => boolean;
}

export interface BundleResult {
  readonly code: number | null;
  /** Standard output and error as they came, before any mask. */
  readonly raw: string;
  /** Raw output without the `::add-mask::` lines: what could be read before masking. */
  readonly shown: string;
  /** Values of `::add-mask::` lines, unescaped. */
  readonly masks: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, string>>;
  readonly state: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly milliseconds: number;
  /** Files left under RUNNER_TEMP, relative, without the audit spool. */
  readonly files: readonly string[];
  /** Lines of the audit spool. */
  readonly audit: readonly string[];
}

/** The folders and command files of one job; several steps may share it. */
export class JobFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'bundle-'));
  readonly temporary = join(this.path, 'temp');
  readonly workspace = join(this.path, 'workspace');

  constructor() {
    mkdirSync(this.temporary);
    mkdirSync(this.workspace);
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

const commandFiles = ['GITHUB_ENV', 'GITHUB_OUTPUT', 'GITHUB_STATE', 'GITHUB_PATH', 'GITHUB_STEP_SUMMARY'];

/** Runs a bundle as the runner would: its own process, its own command files, nothing of our environment. */
export async function runBundle(run: BundleRun): Promise<BundleResult> {
  const job = run.job ?? new JobFolder();
  const step = mkdtempSync(join(job.path, 'step-'));
  const files = Object.fromEntries(commandFiles.map((name) => [name, join(step, name)]));
  for (const file of Object.values(files)) writeFileSync(file, '');
  const eventPath = join(step, 'event.json');
  writeFileSync(eventPath, JSON.stringify(run.event ?? {}));
  const environment = {
    PATH: process.env['PATH'] ?? '',
    HOME: job.path,
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_WORKSPACE: job.workspace,
    GITHUB_EVENT_PATH: eventPath,
    RUNNER_TEMP: job.temporary,
    ...files,
    ...run.environment,
    ...Object.fromEntries(
      Object.entries(run.inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
    ),
    ...Object.fromEntries(Object.entries(run.state ?? {}).map(([name, value]) => [`STATE_${name}`, value])),
  };
  const started = performance.now();
  const child = spawn(run.node ?? process.execPath, [join(dist, run.bundle, 'index.js')], {
    cwd: job.workspace,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  const watch = setInterval(() => {
    if (run.interrupt?.() !== true) return;
    clearInterval(watch);
    child.kill('SIGINT');
  }, 5);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  clearInterval(watch);
  const milliseconds = performance.now() - started;
  const raw = Buffer.concat(chunks).toString('utf8');
  const result: BundleResult = {
    code,
    raw,
    shown: raw.replace(/^::add-mask::.*$/gm, ''),
    masks: [...raw.matchAll(/^::add-mask::(.*)$/gm)].map(([, data = '']) => unescapeData(data)),
    environment: readPairs(files['GITHUB_ENV']!),
    outputs: readPairs(files['GITHUB_OUTPUT']!),
    state: readPairs(files['GITHUB_STATE']!),
    summary: readFileSync(files['GITHUB_STEP_SUMMARY']!, 'utf8'),
    milliseconds,
    files: listFiles(job.temporary).filter((file) => !file.startsWith('sallyport-audit')),
    audit: readAudit(job.temporary),
  };
  if (run.job === undefined) job.remove();
  return result;
}

/** Everything that a run left where somebody could read it, for searching it for secrets. */
export function everythingReadable(result: BundleResult): string {
  return [result.shown, result.summary, ...result.audit].join('\n');
}

function unescapeData(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
}

/** The heredoc form that @actions/core writes. */
function readPairs(path: string): Record<string, string> {
  const pairs: Record<string, string> = {};
  const text = readFileSync(path, 'utf8');
  for (const [, name = '', , value = ''] of text.matchAll(/^([^\n<]+)<<(\S+)\n([\s\S]*?)\n?\2$/gm))
    pairs[name] = value;
  return pairs;
}

function listFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

function readAudit(temporary: string): string[] {
  const spool = join(temporary, 'sallyport-audit', 'events.jsonl');
  return existsSync(spool)
    ? readFileSync(spool, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
    : [];
}
