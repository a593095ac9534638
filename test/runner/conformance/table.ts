import { ruleIds } from '../index.ts';
import { cancellationRows } from './rows/cancellation.ts';
import { commandRows } from './rows/commands.ts';
import { compositeRows } from './rows/composites.ts';
import { environmentRows } from './rows/environment.ts';
import { fileRows } from './rows/files.ts';
import { maskRows } from './rows/masks.ts';
import { postRows } from './rows/posts.ts';
import { shellRows } from './rows/shells.ts';
import { stepRows } from './rows/steps.ts';
import { runRow, type Row } from './row.ts';

/** The runner's contract, line by line. */
export const rows: readonly Row[] = [
  ...fileRows,
  ...commandRows,
  ...maskRows,
  ...environmentRows,
  ...stepRows,
  ...postRows,
  ...compositeRows,
  ...shellRows,
  ...cancellationRows,
];

/** Rules without a row: there must be none. */
export function rulesWithoutRow(): string[] {
  const covered = new Set<string>(rows.map(({ rule }) => rule));
  return ruleIds.filter((rule) => !covered.has(rule));
}

/** What became of a row: it must hold, and must not hold when its rule is broken. */
export interface Verdict {
  readonly row: Row;
  /** Why it does not hold; undefined when it does. */
  readonly complaint: string | undefined;
  readonly redUnderFault: boolean;
}

export async function judge(row: Row): Promise<Verdict> {
  const complaint = await complaintOf(row, false);
  return { row, complaint, redUnderFault: (await complaintOf(row, true)) !== undefined };
}

async function complaintOf(row: Row, broken: boolean): Promise<string | undefined> {
  try {
    await runRow(row, broken);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
