import { bridgesOf } from '../bridges.ts';
import type { CheckResult } from '../check.ts';
import type { Finding } from '../rule.ts';
import { markdown } from './escape.ts';
import { mermaid } from './mermaid.ts';

/** GitHub takes 1 MiB per step summary; this leaves room for the picture. */
const mostRows = 300;

const verdictLines = {
  holds: 'Separation **holds**: no job that builds can deploy, as far as the files tell.',
  violated: 'Separation is **violated**: something that builds can deploy.',
  unverifiable: 'Separation is **unverifiable**: the files do not tell everything.',
} as const;

/** The job summary: one verdict line, the picture, and tables in which errors are open and the rest folds. */
export function summary(result: CheckResult): string {
  const bridges = bridgesOf(result.jobs, result.findings);
  const counted = result.findings.filter(({ ignoredBy }) => ignoredBy === undefined);
  const open = counted.filter(({ tier }) => tier === 'error');
  const rest = counted.filter(({ tier }) => tier !== 'error');
  const ignored = result.findings.filter(({ ignoredBy }) => ignoredBy !== undefined);
  return [
    '## Build and deploy separation',
    '',
    verdictLines[result.verdict],
    `${countOf(result.graph.workflows.length, 'workflow')}, ${countOf(result.jobs.length, 'job')}; ${tally(counted)}${ignored.length > 0 ? `; ${ignored.length} accepted` : ''}.`,
    '',
    '```mermaid',
    mermaid(result, bridges),
    '```',
    '',
    'Thin arrows are closed bridges, thick ones open, dashed ones unknown; a thick red frame marks a violated job.',
    '',
    ...(open.length > 0 ? table(open) : []),
    ...(rest.length > 0
      ? folded(`${countOf(rest.length, 'warning or note', 'warnings and notes')}`, table(rest))
      : []),
    ...(ignored.length > 0 ? folded(`${ignored.length} accepted by the policy file`, table(ignored)) : []),
    ...folded('Roles', roleTable(result)),
    '',
  ].join('\n');
}

/** "2 errors, 1 unverifiable, 3 warnings, 4 notes". */
export function tally(findings: readonly Finding[]): string {
  const count = (tier: Finding['tier'], verdict: Finding['verdict']): number =>
    findings.filter((finding) => finding.tier === tier && finding.verdict === verdict).length;
  const others = (tier: Finding['tier']): number => count(tier, 'violated') + count(tier, 'unverifiable');
  return [
    countOf(count('error', 'violated'), 'error'),
    `${count('error', 'unverifiable')} unverifiable`,
    countOf(others('warning'), 'warning'),
    countOf(others('note'), 'note'),
  ].join(', ');
}

function countOf(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

function table(findings: readonly Finding[]): readonly string[] {
  const groups = groupByPlace(findings);
  const rows = groups.slice(0, mostRows).map(([finding, others]) => {
    const { line } = finding.place;
    const settle = finding.settle === undefined ? '' : ` *To settle:* ${markdown(finding.settle)}`;
    const verdict = finding.verdict === 'unverifiable' ? 'unverifiable' : finding.tier;
    const known = finding.known ? ' (known)' : '';
    const jobs = `${finding.job?.job.id ?? ''}${others > 0 ? ` and ${others} more` : ''}`;
    return `| ${verdict}${known} | \`${finding.rule}\` | ${markdown(`${finding.place.path}:${line}`)} | ${markdown(jobs)} | ${markdown(finding.message)}${settle} |`;
  });
  const more =
    groups.length > mostRows ? [`| | | | | ${groups.length - mostRows} more are in the report file. |`] : [];
  return ['| | rule | where | job | what |', '|---|---|---|---|---|', ...rows, ...more, ''];
}

/** One finding per rule, verdict and place, with how many further jobs have the same. */
export function groupByPlace(findings: readonly Finding[]): readonly (readonly [Finding, number])[] {
  const groups = new Map<string, [Finding, number]>();
  for (const finding of findings) {
    const { path, line, column } = finding.place;
    const key = [finding.rule, finding.verdict, finding.tier, finding.known, path, line, column].join('|');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding, 0]);
    else group[1]++;
  }
  return [...groups.values()];
}

function roleTable({ jobs }: CheckResult): readonly string[] {
  const rows = jobs.slice(0, mostRows).map(({ job, role }) => {
    const declared = role.declared === undefined ? '' : 'declared';
    return `| ${markdown(job.id)} | ${role.role} | ${declared} | ${markdown(job.job.environment?.name ?? '')} |`;
  });
  return ['| job | role | | environment |', '|---|---|---|---|', ...rows, ''];
}

function folded(title: string, lines: readonly string[]): readonly string[] {
  return ['<details>', `<summary>${title}</summary>`, '', ...lines, '</details>', ''];
}
