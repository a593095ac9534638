import { spawn, type ChildProcess } from 'node:child_process';
import { StringDecoder } from 'node:string_decoder';
import type { Contract } from './rules.ts';
import type { CancellationTimes } from './types.ts';

/** How long the output of a process that has ended may stay open. */
const streamMs = 5_000;

export interface ProcessRequest {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly times: CancellationTimes;
  readonly onBytes: (bytes: Buffer) => void;
  readonly onLine: (line: string, stream: 'stdout' | 'stderr') => void;
  readonly contract: Contract;
}

/**
 * Runs a process in a group of its own, without a terminal and without input. When the signal fires: SIGINT, then
 * SIGTERM, then the end of the whole group.
 * Source: actions/runner `src/Runner.Sdk/ProcessInvoker.cs`.
 * @returns the exit code; a process that a signal ended counts as 128 and the signal's number.
 */
export async function runProcess(request: ProcessRequest): Promise<number> {
  const child = spawn(request.file, request.args, {
    cwd: request.cwd,
    env: request.env,
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  child.stdin.on('error', () => undefined).end();
  readLines(child, 'stdout', request);
  readLines(child, 'stderr', request);
  const stopCancelling = cancelOnSignal(child, request);
  try {
    return await exitOf(child);
  } finally {
    stopCancelling();
  }
}

function exitOf(child: ChildProcess): Promise<number> {
  return new Promise((settle, reject) => {
    child.on('error', reject);
    // A grandchild may keep the pipes open after the exit.
    child.on('exit', (code, signal) => {
      const done = (): void => {
        clearTimeout(timer);
        settle(code ?? 128 + (signal === 'SIGKILL' ? 9 : signal === 'SIGTERM' ? 15 : 2));
      };
      const timer = setTimeout(() => {
        killTree(child);
        done();
      }, streamMs);
      child.on('close', done);
    });
  });
}

function readLines(child: ChildProcess, stream: 'stdout' | 'stderr', request: ProcessRequest): void {
  const splitter = new LineSplitter((line) => {
    request.onLine(line, stream);
  });
  child[stream]?.on('data', (bytes: Buffer) => {
    request.onBytes(bytes);
    splitter.write(bytes);
  });
  child[stream]?.on('end', () => {
    splitter.end();
  });
}

/** Splits at LF, CR LF and CR, as .NET's StreamReader.ReadLine does. */
export class LineSplitter {
  readonly #decoder = new StringDecoder('utf8');
  readonly #onLine: (line: string) => void;
  #rest = '';

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  write(bytes: Buffer): void {
    this.#rest += this.#decoder.write(bytes);
    const whole = this.#rest.endsWith('\r') ? this.#rest.slice(0, -1) : this.#rest;
    const lines = whole.split(/\r\n|\n|\r/);
    const last = lines.pop() ?? '';
    this.#rest = last + this.#rest.slice(whole.length);
    for (const line of lines) this.#onLine(line);
  }

  end(): void {
    const rest = this.#rest + this.#decoder.end();
    this.#rest = '';
    if (rest !== '') this.#onLine(rest.endsWith('\r') ? rest.slice(0, -1) : rest);
  }
}

/** @returns what to call when the process has ended. */
function cancelOnSignal(child: ChildProcess, request: ProcessRequest): () => void {
  const timers: NodeJS.Timeout[] = [];
  const { contract, times, signal } = request;
  const cancel = (): void => {
    if (contract.holds('cancel/interrupt')) sendTo(child, 'SIGINT');
    timers.push(
      setTimeout(() => {
        if (contract.holds('cancel/terminate')) sendTo(child, 'SIGTERM');
      }, times.interruptMs),
      setTimeout(() => {
        if (contract.holds('cancel/kill')) killTree(child);
        else sendTo(child, 'SIGUSR1');
      }, times.interruptMs + times.terminateMs),
    );
  };
  if (signal.aborted) cancel();
  else signal.addEventListener('abort', cancel, { once: true });
  return () => {
    signal.removeEventListener('abort', cancel);
    for (const timer of timers) clearTimeout(timer);
  };
}

/** SIGINT and SIGTERM go to the process alone. */
function sendTo(child: ChildProcess, signal: NodeJS.Signals): void {
  child.kill(signal);
}

/** The group is the tree, but for processes that left it. */
function killTree(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    child.kill('SIGKILL');
  }
}
