import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { accessSync, constants } from 'node:fs';
import { failure } from '@sallyport/errors';
import type { Environment } from './environment.ts';
import type { PrivateFolder } from './private-files.ts';

export const shells = ['bash', 'sh', 'pwsh', 'python'] as const;
export type Shell = (typeof shells)[number];

interface Invocation {
  readonly extension: string;
  readonly options: readonly string[];
  /** pwsh takes the script as a command line, the others as an argument. */
  readonly argument: (file: string) => string;
}

// Exactly as the runner starts a `run:` step (actions/runner, ScriptHandlerHelpers.cs).
const invocations: Readonly<Record<Shell, Invocation>> = {
  bash: {
    extension: '.sh',
    options: ['--noprofile', '--norc', '-e', '-o', 'pipefail'],
    argument: (file) => file,
  },
  sh: { extension: '.sh', options: ['-e'], argument: (file) => file },
  pwsh: { extension: '.ps1', options: ['-command'], argument: (file) => `. '${file}'` },
  python: { extension: '.py', options: [], argument: (file) => file },
};

export interface ScriptRun {
  readonly script: string;
  readonly shell: Shell;
  /** The script's whole environment. */
  readonly environment: Environment;
  readonly folder: PrivateFolder;
  /** Aborted when the job is cancelled: the script and what it started get SIGINT, and 3 s later they are ended. */
  readonly cancelled: AbortSignal;
}

/**
 * Runs a script that alone gets the credentials: they are in its environment and nowhere else. Its output goes to the
 * log as it comes, through the masks.
 * @returns the exit code; a script ended by a signal counts as 128 + its number, as in a shell.
 * @throws CodedError `runner/no-shell`, `runner/cancelled`
 */
export async function runScript({
  script,
  shell,
  environment,
  folder,
  cancelled,
}: ScriptRun): Promise<number> {
  const { extension, options, argument } = invocations[shell];
  const program = findProgram(shell, environment);
  const file = folder.write(`script${extension}`, script, true);
  const child = spawn(program, [...options, argument(file)], {
    env: environment,
    stdio: ['ignore', 'inherit', 'inherit'],
    // A group of its own, so that a cancellation reaches what the script started as well, as Ctrl-C would.
    detached: true,
  });
  const interrupt = (): void => interruptGroup(child.pid);
  cancelled.addEventListener('abort', interrupt, { once: true });
  try {
    const code = await exitCode(child);
    cancelled.throwIfAborted();
    return code;
  } finally {
    cancelled.removeEventListener('abort', interrupt);
  }
}

// The runner leaves 7.5 s between its own SIGINT and SIGTERM, and the login has to be given back in that time.
const graceMilliseconds = 3000;

function interruptGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  signalGroup(pid, 'SIGINT');
  setTimeout(() => signalGroup(pid, 'SIGKILL'), graceMilliseconds).unref();
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended already.
  }
}

function exitCode(child: ReturnType<typeof spawn>): Promise<number> {
  const signals: Readonly<Record<string, number>> = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 };
  return new Promise((resolve, reject) => {
    child.once('error', (cause) => reject(failure('runner/no-shell', { cause })));
    child.once('close', (code, signal) => resolve(code ?? 128 + (signals[signal ?? ''] ?? 0)));
  });
}

function findProgram(shell: Shell, environment: Environment): string {
  const names = shell === 'python' ? ['python', 'python3'] : [shell];
  const folders = (environment['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const candidates = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  const program = candidates.find(isExecutable);
  if (program === undefined)
    throw failure('runner/no-shell', { what: `The shell \`${shell}\` is not on this machine.` });
  return program;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
