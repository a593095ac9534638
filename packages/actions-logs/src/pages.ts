import { lstatSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A page of a log that the runner has not uploaded yet. */
export interface Page {
  readonly path: string;
  readonly bytes: number;
  /** From 1; earlier ones that are not listed have been uploaded and deleted. */
  readonly number: number;
}

/** `<timeline>_<record>_<page>.log`, actions/runner `src/Runner.Common/Logging.cs`. */
const pageName = /^([0-9a-fA-F-]{36}_[0-9a-fA-F-]{36})_(\d{1,6})\.log$/;

/**
 * The pages of the running job's own record. It holds what all steps wrote, so of all records it is the largest.
 * @param node path of the Node that the runner started: `<runner>/externals/node24/bin/node`.
 * @returns undefined where there are none: in a job container, or a runner that keeps them elsewhere.
 */
export function findJobPages(node: string): readonly Page[] | undefined {
  const folder = join(dirname(node), '..', '..', '..', '_diag', 'pages');
  const records = new Map<string, Page[]>();
  try {
    for (const name of readdirSync(folder)) {
      const [, record, number] = pageName.exec(name) ?? [];
      const facts = lstatSync(join(folder, name), { throwIfNoEntry: false });
      if (record === undefined || facts?.isFile() !== true) continue;
      const page = { path: join(folder, name), bytes: facts.size, number: Number(number) };
      records.set(record, [...(records.get(record) ?? []), page]);
    }
  } catch {
    return undefined;
  }
  const size = (pages: readonly Page[]): number =>
    pages.reduce((sum, { bytes, number }) => sum + bytes + number, 0);
  const largest = [...records.values()].sort((left, right) => size(right) - size(left))[0];
  return largest?.sort((left, right) => left.number - right.number);
}
