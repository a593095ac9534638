import { createHash } from 'node:crypto';
import { copyFileSync, linkSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder in which a runner is installed, as far as actions may see it. */
export interface RunnerRoot {
  readonly folder: string;
  /** `externals/node24/bin/node`: what runs JavaScript actions, and knows itself by this path. */
  readonly node: string;
  /** `_diag/pages`: the logs of the running job. */
  readonly pages: string;
}

/**
 * Lays out a runner around a Node. A symbolic link would not do: `process.execPath` shows what it leads to.
 * Source: actions/runner `src/Runner.Worker/Handlers/NodeScriptActionHandler.cs`.
 */
export function createRunnerRoot(folder: string, node: string): RunnerRoot {
  const root = {
    folder,
    node: join(folder, 'externals', 'node24', 'bin', 'node'),
    pages: join(folder, '_diag', 'pages'),
  };
  mkdirSync(dirname(root.node), { recursive: true });
  mkdirSync(root.pages, { recursive: true });
  if (!link(node, root.node) && !link(copyOnce(node), root.node)) copyFileSync(node, root.node);
  return root;
}

function link(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch {
    return false;
  }
}

const cache = join(import.meta.dirname, '..', '..', '.cache', 'node');

/** A copy of our own, made once for each Node: the link to another owner's file may be refused. */
function copyOnce(node: string): string {
  const { size, mtimeMs } = statSync(node);
  const name = createHash('sha256').update(`${node} ${size} ${mtimeMs}`).digest('hex').slice(0, 16);
  const copy = join(cache, name);
  if (statSync(copy, { throwIfNoEntry: false })?.size === size) return copy;
  mkdirSync(cache, { recursive: true });
  const draft = `${copy}.${process.pid}`;
  copyFileSync(node, draft);
  try {
    renameSync(draft, copy);
  } finally {
    rmSync(draft, { force: true });
  }
  return copy;
}
