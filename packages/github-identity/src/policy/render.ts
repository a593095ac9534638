import { markdownCode, markdownText, plainText } from '@sallyport/errors';
import type { ComparedClaim, Verdict } from '../verdict.ts';
import type { PolicyDecision } from './decision.ts';

const widest = 100;
const absent = '(absent)';
const marks: Readonly<Record<Verdict, string>> = {
  holds: 'ok',
  violated: 'VIOLATED',
  unverifiable: 'UNVERIFIABLE',
};

/** The decision as a plain-text table for the log; every foreign text is one inert line. */
export function renderDecision(decision: PolicyDecision): string {
  return renderComparison(decision.rows);
}

/** Compared claims as a plain-text table: claim, expected, actual, verdict, and hints below their row. */
export function renderComparison(rows: readonly ComparedClaim[]): string {
  const cells = [
    ['claim', 'expected', 'actual', 'verdict'],
    ...rows.map((row) => [
      plainText(row.claim, widest),
      plainText(row.expected, widest),
      row.actual === undefined ? absent : plainText(row.actual, widest),
      marks[row.verdict],
    ]),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  const lines = cells.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const [head = '', ...body] = lines;
  const hinted = body.flatMap((line, index) => {
    const hint = rows[index]?.hint;
    return hint === undefined ? [line] : [line, `  ${plainText(hint, 400)}`];
  });
  return [head, ...hinted].join('\n');
}

/** The same as a Markdown table for the job summary. */
export function renderDecisionMarkdown(decision: PolicyDecision): string {
  const rows = decision.rows.map((row) => {
    const actual = row.actual === undefined ? absent : markdownCode(row.actual, widest);
    const hint = row.hint === undefined ? '' : ` ${markdownText(row.hint, 400)}`;
    return `| ${markdownCode(row.claim)} | ${markdownCode(row.expected, widest)} | ${actual} | **${marks[row.verdict]}**${hint} |`;
  });
  return ['| claim | expected | actual | verdict |', '|---|---|---|---|', ...rows].join('\n');
}
