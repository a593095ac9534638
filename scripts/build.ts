import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bundle } from './bundle.ts';
import { findEntries, repositoryRoot } from './entries.ts';
import { updateRegistries } from './registries.ts';

// npm run build [-- <action> …]: registries, then every bundle (or those of the named actions) into dist/.
const wanted = process.argv.slice(2);
const dist = join(repositoryRoot, 'dist');

for (const file of updateRegistries()) console.log(`updated ${file}`);
const entries = findEntries();
removeStale();
for (const entry of entries.filter(({ action }) => wanted.length === 0 || wanted.includes(action))) {
  const bytes = await bundle(entry, dist).catch((error: unknown) => giveUp(entry.target, error));
  console.log(`${entry.target.padEnd(28)} ${(bytes / 1000).toFixed(0).padStart(5)} kB`);
}

/** Without the stack: Node would print the bundler's own line, 3 MB of it. */
function giveUp(target: string, error: unknown): never {
  console.error(`${target}: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}

function removeStale(): void {
  const known = new Set(entries.map(({ target }) => target));
  for (const action of list(dist)) {
    for (const entry of list(join(dist, action))) {
      if (!known.has(join(action, entry))) rmSync(join(dist, action, entry), { recursive: true });
    }
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
