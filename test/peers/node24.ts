import { join } from 'node:path';
import { provide, runClient, type Missing } from './provide.ts';

const version = '24.21.0';

let found: Promise<{ readonly path: string } | Missing> | undefined;

/**
 * The runtime that `using: node24` means: the running one if it is new enough, else the one that npm packages for this
 * platform, 190 MB, fetched once.
 * @returns the path of the executable.
 */
export function provideNode24(): Promise<{ readonly path: string } | Missing> {
  found ??= findNode24();
  return found;
}

async function findNode24(): Promise<{ readonly path: string } | Missing> {
  if (Number.parseInt(process.versions.node, 10) >= 24) return { path: process.execPath };
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const name = `node-${platform}-${process.arch}`;
  const peer = await provide({
    name: `node24-${version}`,
    what: `Node ${version} from npm (190 MB)`,
    install: async (folder) => {
      const options = ['--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--fetch-retries=1'];
      await runClient('npm', ['install', '--prefix', folder, ...options, `${name}@${version}`]);
    },
  });
  if ('missing' in peer) return peer;
  const file = process.platform === 'win32' ? 'node.exe' : 'node';
  return { path: join(peer.folder, 'node_modules', name, 'bin', file) };
}
