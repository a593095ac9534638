import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export const repositoryRoot = join(import.meta.dirname, '..');

/** One bundle: `actions/<action>/src/<entry>.ts` becomes `dist/<action>/<entry>/index.js`. */
export interface Entry {
  readonly action: string;
  readonly entry: string;
  /** Absolute path of the source. */
  readonly source: string;
  /** Relative to the folder of all bundles. */
  readonly target: string;
}

const entryNames = ['main', 'post', 'worker', 'helper'];

/** Entries are found, not listed: a new file with one of these names is a new bundle. */
export function findEntries(root = repositoryRoot): Entry[] {
  return readdirSync(join(root, 'actions'))
    .sort()
    .flatMap((action) =>
      entryNames.map((entry) => ({
        action,
        entry,
        source: join(root, 'actions', action, 'src', `${entry}.ts`),
        target: join(action, entry),
      })),
    )
    .filter(({ source }) => existsSync(source));
}
