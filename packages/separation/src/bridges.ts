import { segmentsOf, type Edge, type ReachedJob } from '@sallyport/workflow-graph';
import type { ArtifactUse } from './facts.ts';
import { commandsOf } from './shell.ts';
import type { Finding, JudgedJob } from './rule.ts';

export type BridgeState = 'closed' | 'open' | 'unknown';

/** An edge with what the findings say about it. */
export interface Bridge extends Edge {
  readonly state: BridgeState;
}

/** More edges than this are not drawn or reported. */
export const bridgeLimit = 5000;
/** Pairs of uploads and downloads that are compared: a hostile file could name thousands of each. */
const comparisonLimit = 500_000;

/**
 * Every way in which one job reaches another: calls, needs, outputs, artifacts, runs of other workflows, dispatches,
 * and caches that a deploying job restores.
 */
export function bridgesOf(jobs: readonly JudgedJob[], findings: readonly Finding[]): readonly Bridge[] {
  const edges: Edge[] = [];
  for (const kind of [needs, artifacts, otherRuns, dispatches, caches]) {
    for (const edge of kind(jobs)) {
      if (edges.length >= bridgeLimit) break;
      edges.push(edge);
    }
  }
  const byJob = new Map<string, Finding[]>();
  for (const finding of findings) {
    if (finding.job === undefined || finding.ignoredBy !== undefined) continue;
    const known = byJob.get(finding.job.id);
    if (known === undefined) byJob.set(finding.job.id, [finding]);
    else known.push(finding);
  }
  return edges.map((edge) => ({ ...edge, state: stateOf(edge, byJob.get(edge.to.id) ?? []) }));
}

const rulesOf: Partial<Record<Edge['kind'], readonly string[]>> = {
  needs: ['gate-bypassed'],
  artifact: ['mutable-handover', 'poisoned-handover'],
  cache: ['deploy-restores-cache', 'poisoned-handover'],
  workflow_run: ['deploy-on-untrusted-trigger', 'poisoned-handover', 'untrusted-checkout'],
  call: ['permission-ceiling', 'inherited-token'],
  dispatch: ['build-controls-deploy'],
};

function stateOf(edge: Edge, findings: readonly Finding[]): BridgeState {
  const concerning = findings.filter(
    ({ rule, tier }) => tier !== 'note' && (rulesOf[edge.kind] ?? []).includes(rule),
  );
  if (concerning.some(({ verdict }) => verdict === 'violated')) return 'open';
  const unresolved = edge.to.kind === 'call' && edge.to.callee === undefined;
  return unresolved || concerning.length > 0 ? 'unknown' : 'closed';
}

function* needs(jobs: readonly JudgedJob[]): Iterable<Edge> {
  for (const { job } of jobs) {
    if (job.caller !== undefined)
      yield { kind: 'call', from: job.caller, to: job, label: job.workflow.fileName };
    const outputs = outputsRead(job);
    for (const need of job.needs) {
      const names = outputs.get(need.job.id.toLowerCase());
      if (names === undefined) yield { kind: 'needs', from: need, to: job, label: '' };
      else yield { kind: 'output', from: need, to: job, label: [...names].slice(0, 3).join(', ') };
    }
  }
}

/** `needs.<job>.outputs.<name>` anywhere in the job's text. */
function outputsRead(job: ReachedJob): ReadonlyMap<string, ReadonlySet<string>> {
  const read = new Map<string, Set<string>>();
  if (job.needs.length === 0) return read;
  const texts = [
    ...job.job.with.map(({ text }) => text),
    ...job.env.map(({ text }) => text),
    job.job.environment?.name ?? '',
    ...job.steps.flatMap(({ step }) => [
      step.run?.text ?? '',
      ...step.with.map(({ text }) => text),
      ...step.env.map(({ text }) => text),
    ]),
  ];
  for (const text of texts) {
    if (!text.includes('needs')) continue;
    for (const segment of segmentsOf(text) ?? []) {
      if (segment.kind !== 'expression') continue;
      for (const [, need = '', name = ''] of segment.text.matchAll(
        /\bneeds\.([\w-]+)\.outputs\.([\w-]+)/gi,
      )) {
        const key = need.toLowerCase();
        read.set(key, (read.get(key) ?? new Set()).add(name));
      }
    }
  }
  return read;
}

function* artifacts(jobs: readonly JudgedJob[]): Iterable<Edge> {
  let comparisons = 0;
  const uploads = new Map<string, { readonly job: ReachedJob; readonly use: ArtifactUse }[]>();
  for (const { facts, job } of jobs) {
    for (const use of facts.uploads) {
      const known = uploads.get(job.root.path);
      if (known === undefined) uploads.set(job.root.path, [{ job, use }]);
      else known.push({ job, use });
    }
  }
  for (const { facts, job } of jobs) {
    for (const download of facts.downloads) {
      if (download.run !== undefined) continue;
      const seen = new Set<ReachedJob>();
      for (const { job: from, use } of uploads.get(job.root.path) ?? []) {
        if (++comparisons > comparisonLimit) return;
        if (from === job || seen.has(from) || !namesMeet(use, download)) continue;
        seen.add(from);
        yield { kind: 'artifact', from, to: job, label: String(use.names.literals[0] ?? '') };
      }
    }
  }
}

function namesMeet(upload: ArtifactUse, download: ArtifactUse): boolean {
  if (download.ids !== undefined || download.pattern !== undefined) {
    return (
      download.pattern === undefined ||
      upload.names.open ||
      upload.names.prefixes.length > 0 ||
      upload.names.literals.some((name) => matches(String(name), download.pattern ?? '*'))
    );
  }
  if (upload.names.open || download.names.open) return true;
  const meets = (prefix: string, name: string): boolean => name.startsWith(prefix) || prefix.startsWith(name);
  return (
    upload.names.literals.some((name) => download.names.literals.includes(name)) ||
    upload.names.prefixes.some((prefix) =>
      [...download.names.literals, ...download.names.prefixes].some((name) => meets(prefix, String(name))),
    ) ||
    download.names.prefixes.some((prefix) =>
      upload.names.literals.some((name) => meets(prefix, String(name))),
    )
  );
}

/** The patterns of download-artifact: `*` and `?` within a name. */
function matches(name: string, pattern: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`).test(name);
}

function* otherRuns(jobs: readonly JudgedJob[]): Iterable<Edge> {
  const last = new Map<string, ReachedJob>();
  for (const { job } of jobs) last.set(job.root.name, job);
  const first = new Set<string>();
  for (const { job } of jobs) {
    if (first.has(job.root.path)) continue;
    first.add(job.root.path);
    const names = new Set(
      job.events.filter(({ event }) => event === 'workflow_run').flatMap(({ trigger }) => trigger.workflows),
    );
    for (const name of names) {
      const from = last.get(name);
      if (from !== undefined) yield { kind: 'workflow_run', from, to: job, label: name };
    }
  }
}

function* dispatches(jobs: readonly JudgedJob[]): Iterable<Edge> {
  const firstOf = new Map<string, ReachedJob>();
  for (const { job } of jobs) if (!firstOf.has(job.root.fileName)) firstOf.set(job.root.fileName, job);
  for (const { job } of jobs) {
    for (const { step } of job.steps) {
      if (step.run === undefined || !/workflow run|dispatches/.test(step.run.text)) continue;
      for (const { words } of commandsOf(step.run.text)) {
        const file = words
          .map((word) => /([\w.-]+\.ya?ml)/.exec(word)?.[1])
          .find((name) => name !== undefined);
        const to = file === undefined || words[0] !== 'gh' ? undefined : firstOf.get(file);
        if (to !== undefined && to !== job) yield { kind: 'dispatch', from: job, to, label: file ?? '' };
      }
    }
  }
}

/** Only towards deploying jobs: every build shares its cache with every other one. */
function* caches(jobs: readonly JudgedJob[]): Iterable<Edge> {
  const savers = new Map<string, JudgedJob>();
  const tool = (what: string): string => what.replace(/@.*$/, '').replace(/\/(save|restore)$/, '');
  for (const judged of jobs) {
    for (const save of judged.facts.saves)
      if (judged.role.role !== 'deploy' && !savers.has(tool(save.what))) savers.set(tool(save.what), judged);
  }
  for (const { facts, job, role } of jobs) {
    if (role.role !== 'deploy') continue;
    for (const restore of facts.restores) {
      const saver = savers.get(tool(restore.what));
      if (saver !== undefined)
        yield { kind: 'cache', from: saver.job, to: job, label: tool(restore.what).replaceAll('`', '') };
    }
  }
}
