import type { ExpressionState } from './expressions.ts';
import type { Conclusion } from './types.ts';

/** What a job, all its matrix legs and the jobs of a called workflow together, came to. */
export interface JobOutcome {
  /** As `needs.<id>.result` shows it: a failure that may be continued from is a success. */
  readonly result: Conclusion;
  readonly outputs: Readonly<Record<string, string>>;
}

/** @throws {Error} when a job is named that does not exist, or jobs wait for one another. */
export function orderJobs(needs: Readonly<Record<string, readonly string[]>>): string[] {
  const ordered: string[] = [];
  const visit = (id: string, waiting: readonly string[]): void => {
    if (ordered.includes(id)) return;
    const wanted = needs[id];
    if (wanted === undefined)
      throw new Error(`Job '${waiting.at(-1) ?? ''}' depends on unknown job '${id}'.`);
    if (waiting.includes(id)) throw new Error(`Job '${id}' depends on itself.`);
    for (const other of wanted) visit(other, [...waiting, id]);
    ordered.push(id);
  };
  for (const id of Object.keys(needs)) visit(id, []);
  return ordered;
}

/** A job and all that it needs, directly or not. */
export function withAncestors(id: string, needs: Readonly<Record<string, readonly string[]>>): Set<string> {
  const found = new Set([id]);
  for (const other of needs[id] ?? [])
    for (const ancestor of withAncestors(other, needs)) found.add(ancestor);
  return found;
}

/** Conclusions of several jobs in one, the worst first; all skipped is skipped. */
export function mergeConclusions(conclusions: readonly Conclusion[]): Conclusion {
  for (const worst of ['failure', 'cancelled', 'success'] as const)
    if (conclusions.includes(worst)) return worst;
  return 'skipped';
}

/**
 * The status functions of a job's `if`: they look at all jobs before it, not only at those that it names. A job before
 * it that was skipped makes `success()` false.
 */
export function statusOfAncestors(ancestors: readonly JobOutcome[], cancelled: boolean): ExpressionState {
  const results = ancestors.map(({ result }) => result);
  return {
    status: {
      success: !cancelled && results.every((result) => result === 'success'),
      failure: !cancelled && results.includes('failure'),
      cancelled,
    },
  };
}
