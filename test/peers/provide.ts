import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

/** Why a peer cannot be had here. The tests that need it are skipped by name. */
export interface Missing {
  readonly missing: string;
}

export interface Peer {
  /** Folder below the cache; holds the version, so that a new version is a new folder. */
  readonly name: string;
  /** What the reader is told while it is fetched: what, from where, how large. */
  readonly what: string;
  /** Installs into an empty folder. The result must still work after that folder is renamed. */
  readonly install: (folder: string) => Promise<void>;
}

const cache = join(import.meta.dirname, '..', '..', '.cache', 'peers');

/**
 * Fetches a peer once into the git-ignored cache and says so on stderr. Parallel workers wait for the first: each
 * installs into a folder of its own that becomes the peer's by one rename, and a lock keeps the others from
 * downloading in vain. A lost or stolen lock therefore costs a download, never a half-installed peer.
 */
export async function provide(peer: Peer, within = cache): Promise<{ readonly folder: string } | Missing> {
  const folder = join(within, peer.name);
  mkdirSync(within, { recursive: true });
  const release = existsSync(folder) ? () => {} : await lock(`${folder}.lock`);
  try {
    if (existsSync(folder)) return { folder };
    process.stderr.write(`fetching ${peer.what} into .cache (once)\n`);
    await installInto(peer, folder);
    return { folder };
  } catch (error) {
    return { missing: `${peer.what} could not be fetched: ${reason(error)}` };
  } finally {
    release();
  }
}

async function installInto(peer: Peer, folder: string): Promise<void> {
  const draft = mkdtempSync(`${folder}.draft-`);
  try {
    await peer.install(draft);
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
}

/** No peer takes longer to fetch; its process id may by then belong to somebody else. */
const longestInstall = 15 * 60_000;

/** Waits until this process alone holds the lock; one whose process is gone, or that is too old, is taken over. */
async function lock(path: string): Promise<() => void> {
  for (;;) {
    try {
      writeFileSync(path, String(process.pid), { flag: 'wx' });
      return () => rmSync(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    if (isAbandoned(path)) rmSync(path, { force: true });
    else await sleep(100);
  }
}

function isAbandoned(path: string): boolean {
  try {
    const owner = Number(readFileSync(path, 'utf8'));
    if (owner > 0) process.kill(owner, 0);
    return Date.now() - statSync(path).mtimeMs > longestInstall;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/** The line of a failed package client that says most; without one, the message itself. */
function reason(error: unknown): string {
  const { stderr, message } = error as { stderr?: unknown; message?: unknown };
  const lines = `${typeof stderr === 'string' ? stderr : ''}\n${String(message ?? error)}`.split('\n');
  return (lines.find((line) => /\S/.test(line) && /err/i.test(line)) ?? String(message ?? error)).trim();
}

const execute = promisify(execFile);

/**
 * Runs a program to its end.
 * @returns its standard output.
 * @throws Error with its standard error if it fails.
 */
export async function runClient(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  { inherit = true } = {},
): Promise<string> {
  const { stdout } = await execute(command, args, {
    env: inherit ? { ...process.env, ...env } : env,
    maxBuffer: 64 * 1024 * 1024,
    shell: process.platform === 'win32' && command === 'npm',
  });
  return stdout;
}
