import { keepsBudget, type Bench, type BudgetRow, type Outcome } from './harness.ts';

export interface BenchResult {
  readonly bench: Bench;
  readonly outcomes: Readonly<Record<string, Outcome>>;
}

export interface BenchReport {
  readonly lines: readonly string[];
  /** Whether every row that was measured keeps its budget, and every row has an outcome. */
  readonly ok: boolean;
}

/** One Markdown table of all rows, and below it what was skipped, by name. */
export function renderReport(results: readonly BenchResult[]): BenchReport {
  const rows = results.flatMap(({ bench, outcomes }) =>
    bench.rows.map((row) => ({ bench, row, outcome: outcomes[row.id] })),
  );
  const skipped = rows.flatMap(({ bench, row, outcome }) =>
    outcome !== undefined && 'skipped' in outcome
      ? [`skipped: ${bench.name}: ${row.what}: ${outcome.skipped}`]
      : [],
  );
  return {
    ok: rows.every(({ row, outcome }) => verdictOf(row, outcome) !== 'OVER' && outcome !== undefined),
    lines: [
      '| benchmark | measured | against | budget | result | verdict | how |',
      '| --- | --- | --- | --: | --: | --- | --- |',
      ...rows.map(({ bench, row, outcome }) => `| ${cellsOf(bench, row, outcome).join(' | ')} |`),
      ...(skipped.length === 0 ? [] : ['', ...skipped]),
    ],
  };
}

function cellsOf(bench: Bench, row: BudgetRow, outcome: Outcome | undefined): string[] {
  const measured = outcome !== undefined && 'value' in outcome ? outcome : undefined;
  return [
    bench.name,
    row.what,
    row.against ?? '',
    'atMost' in row.budget ? `≤ ${row.budget.atMost} ${row.unit}` : `≥ ${row.budget.atLeast} ${row.unit}`,
    measured === undefined ? '' : `${round(measured.value)} ${row.unit}`,
    verdictOf(row, outcome),
    measured?.note ?? '',
  ];
}

function verdictOf(row: BudgetRow, outcome: Outcome | undefined): string {
  if (outcome === undefined) return 'MISSING';
  if ('skipped' in outcome) return 'skipped';
  return keepsBudget(row, outcome.value) ? 'kept' : 'OVER';
}

function round(value: number): string {
  return value >= 10 ? value.toFixed(0) : value.toFixed(2);
}
