import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { JobResult, RunOptions, RunResult, StandIn } from '../runner/index.ts';
import type { ExampleServices } from './scene.ts';

/** The commit at which the examples pin what is ours; a release writes its own. */
export const pinned = '0'.repeat(40);

/** What a run came to, when its folders are gone. */
export interface Seen {
  readonly result: RunResult;
  readonly job: (name: string) => JobResult;
  /** Everything that was printed. */
  readonly text: string;
}

/** A repository of somebody else, which uses ours. */
export interface Caller {
  readonly folder: string;
  run(workflow: string, options?: Partial<RunOptions>): Promise<Seen>;
  remove(): void;
}

/** Makes a repository with these files. */
export function createCaller(services: ExampleServices, files: Readonly<Record<string, string>>): Caller {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-caller-'));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  return {
    folder,
    run: async (workflow, options = {}) => {
      // A workflow of ours lies in our repository, but runs in theirs.
      const root = workflow.includes('\n') ? { root: folder } : {};
      const result = await services.run(workflow, { ...root, checkout: folder, ...options });
      result.dispose();
      return {
        result,
        job: (name) => findJob(result, name),
        text: result.jobs.map(({ text }) => text).join(''),
      };
    },
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function findJob({ jobs, startupErrors }: RunResult, name: string): JobResult {
  const found = jobs.find((job) => job.name === name);
  if (found !== undefined) return found;
  throw new Error(
    `no job ${name} among ${jobs.map((job) => job.name).join(', ')} ${startupErrors.join(' ')}`,
  );
}

/** Stands for an upload to code scanning and keeps the inputs that it was called with. */
export function recordUploads(into: Record<string, string>[]): Record<string, StandIn> {
  return {
    'github/codeql-action/upload-sarif': {
      main: ({ inputs }) => {
        into.push({ ...inputs });
        return Promise.resolve();
      },
    },
  };
}
