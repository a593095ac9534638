import type { Bridge } from '../bridges.ts';
import type { CheckResult } from '../check.ts';
import type { JudgedJob } from '../rule.ts';
import { mermaidLabel } from './escape.ts';

/** Up to this many jobs everything is drawn; beyond it only what is on a bridge. */
const drawAll = 12;
const mostNodes = 60;
const mostEdges = 120;

const colours = {
  build: 'fill:#ddf4ff,stroke:#0969da,color:#1f2328',
  check: 'fill:#f6f8fa,stroke:#59636e,color:#1f2328',
  attest: 'fill:#fbefff,stroke:#8250df,color:#1f2328',
  deploy: 'fill:#fff1e5,stroke:#bc4c00,color:#1f2328',
  orchestrate: 'fill:#ffffff,stroke:#818b98,color:#1f2328',
  violated: 'stroke:#cf222e,stroke-width:4px',
} as const;

/** The graph as a Mermaid flowchart: jobs by role, bridges with their state. Names are inert. */
export function mermaid(result: CheckResult, bridges: readonly Bridge[]): string {
  const drawn = choose(result, bridges);
  const ids = new Map([...drawn].map((judged, index) => [judged.job.id, `n${index}`]));
  const bad = new Set(
    result.findings
      .filter(
        ({ tier, verdict, ignoredBy }) =>
          tier === 'error' && verdict === 'violated' && ignoredBy === undefined,
      )
      .map(({ job }) => job?.id),
  );
  const lines = ['flowchart LR'];
  for (const { job, role } of drawn) {
    const id = ids.get(job.id) ?? '';
    const file = mermaidLabel(job.workflow.fileName);
    lines.push(`  ${id}["${mermaidLabel(job.job.id)}<br/>${file} · ${role.role}"]:::${role.role}`);
    if (bad.has(job.id)) lines.push(`  class ${id} violated`);
  }
  lines.push(...collapsed(result, drawn), ...edges(bridges, ids));
  for (const [name, style] of Object.entries(colours)) lines.push(`  classDef ${name} ${style}`);
  return lines.join('\n');
}

function choose(result: CheckResult, bridges: readonly Bridge[]): ReadonlySet<JudgedJob> {
  if (result.jobs.length <= drawAll) return new Set(result.jobs);
  const wanted = new Set<string>();
  for (const { job, role } of result.jobs)
    if (role.role === 'deploy' || role.role === 'attest') wanted.add(job.id);
  const important = new Set(wanted);
  for (const { from, to } of bridges) {
    if (important.has(from.id) || important.has(to.id)) wanted.add(from.id).add(to.id);
  }
  for (const { job, tier, verdict } of result.findings)
    if (tier === 'error' && verdict === 'violated' && job !== undefined) wanted.add(job.id);
  return new Set(result.jobs.filter(({ job }) => wanted.has(job.id)).slice(0, mostNodes));
}

/** The jobs that are not drawn, as one node per file. */
function collapsed(result: CheckResult, drawn: ReadonlySet<JudgedJob>): readonly string[] {
  const rest = new Map<string, number>();
  for (const judged of result.jobs) {
    if (!drawn.has(judged))
      rest.set(judged.job.workflow.fileName, (rest.get(judged.job.workflow.fileName) ?? 0) + 1);
  }
  const files = [...rest];
  const shown = files
    .slice(0, 10)
    .map(([file, count], index) => `  r${index}["${mermaidLabel(file)}<br/>${count} jobs apart"]:::check`);
  return files.length > 10 ? [...shown, `  rx["${files.length - 10} more files apart"]:::check`] : shown;
}

const arrows: Readonly<Record<Bridge['state'], string>> = { closed: '-->', open: '==>', unknown: '-.->' };

function edges(bridges: readonly Bridge[], ids: ReadonlyMap<string, string>): readonly string[] {
  const lines: string[] = [];
  for (const { from, to, kind, label, state } of bridges) {
    const [source, target] = [ids.get(from.id), ids.get(to.id)];
    if (source === undefined || target === undefined || lines.length >= mostEdges) continue;
    const text = [kind.replace('_', ' '), mermaidLabel(label)].filter((part) => part !== '').join(' ');
    lines.push(`  ${source} ${arrows[state]}|"${text}${state === 'closed' ? '' : `: ${state}`}"| ${target}`);
  }
  return lines;
}
