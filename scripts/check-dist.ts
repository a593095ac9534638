import { distDifferences } from './dist-differences.ts';
import { repositoryRoot } from './entries.ts';

// npm run check:dist: is what users run what these sources build?
const differences = await distDifferences(repositoryRoot);
for (const { path, kind } of differences) console.error(`${kind.padEnd(8)} ${path}`);
if (differences.length > 0) {
  console.error('dist/ does not match its sources: run `npm run build` and commit the result.');
  process.exitCode = 1;
}
