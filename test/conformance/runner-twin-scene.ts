import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach } from '@jest/globals';
import { runWorkflow, type RunOptions, type RunResult } from '../runner/index.ts';

const cleanUps: (() => void)[] = [];

afterEach(() => {
  for (const cleanUp of cleanUps.splice(0)) cleanUp();
});

/** A folder with these files, which goes at the end of the test. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'sallyport-workflows-'));
  cleanUps.push(() => {
    rmSync(root, { recursive: true, force: true });
  });
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return root;
}

/** Runs the text of a workflow in a repository with these files. */
export async function run(
  workflow: string,
  files: Readonly<Record<string, string>> = {},
  options: Partial<RunOptions> = {},
): Promise<RunResult> {
  const result = await runWorkflow({ root: folderWith(files), workflow, ...options });
  cleanUps.push(result.dispose);
  return result;
}

/** `id: conclusion` of each job. */
export function conclusions(result: RunResult): string[] {
  return result.jobs.map(({ name, conclusion }) => `${name}: ${conclusion}`);
}

/** What the steps printed after `mark: `. */
export function marks(result: RunResult): string[] {
  return result.jobs.flatMap(({ text }) =>
    [...text.matchAll(/^mark: (.*)$/gm)].map(([, mark]) => mark ?? ''),
  );
}
