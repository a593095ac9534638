import { spawn } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface ServerCommand {
  readonly command: string;
  readonly args: readonly string[];
  /** The whole environment: nothing of the job's reaches the server. */
  readonly env: Readonly<Record<string, string>>;
  /** Asked every 50 ms, with what the server has written, until it says yes; 30 s at most. An error counts as no. */
  readonly ready: (output: string) => Promise<boolean>;
}

export interface RunningServer {
  /** What it has written so far, both streams, the last 64 kB. */
  readonly output: () => string;
  readonly stop: () => Promise<void>;
}

/**
 * Starts a third-party server and waits until it answers. It ends with `stop`, or with this process.
 * @throws Error with the server's last words if it ends or stays silent.
 */
export async function startServer({ command, args, env, ready }: ServerCommand): Promise<RunningServer> {
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  let output = '';
  const keep = (chunk: Buffer) => (output = (output + chunk.toString()).slice(-65_536));
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', (error) => {
      output += String(error);
      resolve();
    });
  });
  const stop = async () => {
    end();
    await ended;
    process.off('exit', end);
  };

  for (let tries = 0; tries < 600 && child.exitCode === null && child.pid !== undefined; tries += 1) {
    if (await ready(output).catch(() => false)) return { output: () => output, stop };
    await sleep(50);
  }
  await stop();
  throw new Error(`${command} did not start:\n${output.slice(-4000)}`);
}

/** A port of 127.0.0.1 that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
