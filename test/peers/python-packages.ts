import { delimiter, join } from 'node:path';
import { provide, runClient, type Missing } from './provide.ts';

export const python = process.platform === 'win32' ? 'python' : 'python3';

export interface PythonPackages {
  /** The scripts that the packages bring, e.g. `aws`. */
  readonly bin: string;
  /** What a process needs to find the packages, and nothing of the job's but PATH. */
  readonly env: Readonly<Record<string, string>>;
}

/** Python packages from PyPI, with all they need, in a folder of their own below the cache. */
export async function providePython(
  name: string,
  what: string,
  requirements: readonly string[],
): Promise<PythonPackages | Missing> {
  const peer = await provide({
    name,
    what,
    install: async (folder) => {
      const options = ['--quiet', '--disable-pip-version-check', '--no-compile', '--retries=1'];
      await runClient(python, ['-m', 'pip', 'install', ...options, '--target', folder, ...requirements]);
    },
  });
  if ('missing' in peer) return peer;
  const bin = join(peer.folder, 'bin');
  const path = `${bin}${delimiter}${process.env['PATH'] ?? ''}`;
  return { bin, env: { PATH: path, PYTHONPATH: peer.folder, PYTHONDONTWRITEBYTECODE: '1' } };
}
