import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { bundle } from './bundle.ts';
import { findEntries, type Entry } from './entries.ts';
import { updateRegistries } from './registries.ts';

/**
 * What a rebuild says about a file: `new` is built but not committed, `changed` differs in at least one byte, `missing`
 * is committed but no longer built, `outdated` is a generated list of sources that a build would rewrite.
 */
export interface Difference {
  readonly path: string;
  readonly kind: 'new' | 'changed' | 'missing' | 'outdated';
}

/** Compares two folders byte for byte, in the order of their paths; paths are relative, with `/`. */
export function compareFolders(committed: string, built: string): Difference[] {
  const before = listFiles(committed);
  const after = listFiles(built);
  return [...new Set([...before, ...after])].sort().flatMap((path): Difference[] => {
    if (!before.has(path)) return [{ path, kind: 'new' }];
    if (!after.has(path)) return [{ path, kind: 'missing' }];
    const same = readFileSync(join(committed, path)).equals(readFileSync(join(built, path)));
    return same ? [] : [{ path, kind: 'changed' }];
  });
}

/**
 * Rebuilds every entry of the repository at `root` into an empty folder outside it and compares that with its `dist/`.
 * Nothing in the repository is modified.
 */
export async function distDifferences(
  root: string,
  build: (entry: Entry, into: string) => Promise<unknown> = bundle,
): Promise<Difference[]> {
  const outdated = updateRegistries(root, false).map((path): Difference => ({ path, kind: 'outdated' }));
  const built = mkdtempSync(join(tmpdir(), 'dist-'));
  try {
    for (const entry of findEntries(root)) await build(entry, built);
    const differences = compareFolders(join(root, 'dist'), built);
    return [...outdated, ...differences.map(({ path, kind }) => ({ path: `dist/${path}`, kind }))];
  } finally {
    rmSync(built, { recursive: true, force: true });
  }
}

function listFiles(folder: string): ReadonlySet<string> {
  try {
    const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    return new Set(
      paths
        .filter((path) => !statSync(join(folder, path)).isDirectory())
        .map((path) => path.split(sep).join('/')),
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Set();
    throw error;
  }
}
