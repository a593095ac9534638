import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { StandIn } from '../types.ts';

/** `actions/checkout`: copies the folder that stands for the repository. Only `path` is heeded. */
export const checkout: StandIn = {
  main: async ({ inputs, workspace, checkout: source, log, setOutput }) => {
    const target = join(workspace, inputs['path'] ?? '');
    mkdirSync(target, { recursive: true });
    const files = trackedFiles(source);
    if (files === undefined) cpSync(source, target, { recursive: true });
    else for (const file of files) copy(join(source, file), join(target, file));
    log(`Copied ${source} to ${target}`);
    setOutput('ref', inputs['ref'] ?? '');
  },
  post: async ({ log }) => {
    log('Cleaning up orphaned git configuration');
  },
  postIf: 'always()',
};

/** What git would check out, and what is new; undefined outside a repository of its own. */
function trackedFiles(folder: string): string[] | undefined {
  if (!existsSync(join(folder, '.git'))) return undefined;
  const list = execFileSync('git', ['-C', folder, 'ls-files', '-coz', '--exclude-standard'], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return list.split('\0').filter((file) => file !== '' && existsSync(join(folder, file)));
}

function copy(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to, { recursive: true, verbatimSymlinks: true });
}
