import { existsSync } from 'node:fs';

/** One line of the table: something measured, and the budget it must keep. */
export interface BudgetRow {
  /** Unique within the benchmark. */
  readonly id: string;
  /** What is measured, e.g. `whole login, Node 24`. */
  readonly what: string;
  /** The named peer or floor that a ratio is against; absent for absolute budgets. */
  readonly against?: string;
  readonly budget: { readonly atMost: number } | { readonly atLeast: number };
  /** `×` for a ratio to `against`. */
  readonly unit: '×' | 'kB' | 'MB' | 'MB/s' | 'ms' | 's';
}

/** What a row came to. `note` says how it was measured: medians, pairs, sizes. */
export type Outcome = { readonly value: number; readonly note?: string } | { readonly skipped: string };

/** Each `bench/<name>.ts` exports one of these as `bench`; files are found, not listed. */
export interface Bench {
  readonly name: string;
  readonly description: string;
  readonly rows: readonly BudgetRow[];
  /** @returns an outcome for every row, by its id. */
  run(setting: BenchSetting): Promise<Readonly<Record<string, Outcome>>>;
}

export interface BenchSetting {
  /**
   * The bundle of another tool, given by path in `SALLYPORT_PEER_<NAME>` (`configure-aws-credentials` is
   * `SALLYPORT_PEER_CONFIGURE_AWS_CREDENTIALS`).
   */
  peer(name: string): { readonly path: string } | { readonly skipped: string };
}

export function readSetting(environment: Readonly<Record<string, string | undefined>>): BenchSetting {
  return {
    peer(name) {
      const variable = `SALLYPORT_PEER_${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`;
      const path = environment[variable] ?? '';
      if (path === '') return { skipped: `${name} is not here: give its path in ${variable}` };
      return existsSync(path) ? { path } : { skipped: `${name} is not at the path in ${variable}` };
    },
  };
}

export function keepsBudget(row: BudgetRow, value: number): boolean {
  return 'atMost' in row.budget ? value <= row.budget.atMost : value >= row.budget.atLeast;
}
