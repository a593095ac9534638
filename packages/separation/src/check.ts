import { createHash } from 'node:crypto';
import {
  buildGraph,
  type Diagnostic,
  type ReachedJob,
  type RepositoryInput,
  type WorkflowGraph,
} from '@sallyport/workflow-graph';
import { failure } from '@sallyport/errors';
import type { JobFacts } from './facts.ts';
import { observe } from './observe.ts';
import { emptyPolicy, type Policy } from './policy.ts';
import { printable } from './report/escape.ts';
import { roleOf } from './roles.ts';
import type { Finding, JudgedJob, Rule, RuleContext, RuleFinding, Tier, Verdict } from './rule.ts';
import { rules as allRules } from './rules.generated.ts';

/** Every rule, in alphabetical order. */
export const rules: readonly Rule[] = allRules;

export interface CheckOptions {
  readonly policy?: Policy;
  /** `YYYY-MM-DD`; ignores expire against it. */
  readonly today: string;
  /** Fingerprints that a baseline report holds. */
  readonly known?: ReadonlySet<string>;
  readonly rules?: readonly Rule[];
  /** Whether the deadline is over; asked between rules, each of which is bounded. */
  readonly isOverdue?: () => boolean;
}

export interface CheckResult {
  readonly verdict: Verdict;
  readonly graph: WorkflowGraph;
  readonly jobs: readonly JudgedJob[];
  /** Worst first. Ignored ones are kept and marked. */
  readonly findings: readonly Finding[];
  readonly diagnostics: readonly Diagnostic[];
  /** What a rule says of a job. */
  readonly verdictOf: (rule: Rule, job: ReachedJob) => Verdict;
}

/**
 * Judges a repository: every rule for every job, with three outcomes, and one verdict: `violated` when a rule of the
 * error tier is, else `unverifiable` when one is, else `holds`.
 * @throws CodedError `graph/no-workflows` where there is nothing to judge, `separation/timeout`.
 */
export function checkRepository(input: RepositoryInput, options: CheckOptions): CheckResult {
  const graph = buildGraph(input);
  if (graph.workflows.length === 0) throw failure('graph/no-workflows');
  const policy = options.policy ?? emptyPolicy;
  const jobs = graph.jobs.map((job) => judge(observe(job), policy));
  const byJob = new Map(jobs.map((judged) => [judged.job, judged]));
  const context: RuleContext = {
    graph,
    jobs,
    policy,
    diagnostics: graph.diagnostics,
    today: options.today,
    judged: (job) => byJob.get(job),
  };
  const active = options.rules ?? rules;
  const found = active.flatMap((rule) => {
    if (options.isOverdue?.() === true) throw failure('separation/timeout');
    return [...rule.check(context)].map((finding) => report(rule, finding, options, policy));
  });
  const findings = sortFindings(dropRepeated(found));
  return {
    verdict: repositoryVerdict(findings),
    graph,
    jobs,
    findings,
    diagnostics: graph.diagnostics,
    verdictOf: verdicts(findings, graph.diagnostics),
  };
}

function judge(facts: JobFacts, policy: Policy): JudgedJob {
  return { facts, job: facts.job, role: roleOf(facts, policy) };
}

function report(rule: Rule, finding: RuleFinding, { today, known }: CheckOptions, policy: Policy): Finding {
  const fingerprint = fingerprintOf(rule.id, finding);
  const fileName = finding.place.path.slice(finding.place.path.lastIndexOf('/') + 1);
  const files = new Set([fileName, finding.job?.workflow.fileName]);
  const ignoredBy = policy.ignores.find(
    (ignore) =>
      ignore.rule === rule.id &&
      files.has(ignore.workflow) &&
      (ignore.job === undefined || ignore.job === finding.job?.job.id) &&
      ignore.expires >= today,
  );
  return {
    ...finding,
    message: printable(finding.message),
    rule: rule.id,
    tier: finding.tier ?? rule.tier,
    fingerprint,
    ignoredBy,
    known: known?.has(fingerprint) ?? false,
  };
}

function fingerprintOf(rule: string, finding: RuleFinding): string {
  const job = finding.job === undefined ? '' : finding.job.job.id;
  const parts = [rule, finding.verdict, finding.place.path, job, finding.message];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

/** The same finding through several chains is one. */
function dropRepeated(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Map<string, Finding>();
  for (const finding of findings) {
    const { line, column } = finding.place;
    const key = `${finding.fingerprint}|${line}|${column}`;
    if (!seen.has(key)) seen.set(key, finding);
  }
  return [...seen.values()];
}

const tierRank: Readonly<Record<Tier, number>> = { error: 0, warning: 1, note: 2 };

function sortFindings(findings: readonly Finding[]): readonly Finding[] {
  const rank = (finding: Finding): number =>
    (finding.ignoredBy === undefined ? 0 : 10) +
    tierRank[finding.tier] * 2 +
    (finding.verdict === 'violated' ? 0 : 1);
  return [...findings].sort(
    (a, b) =>
      rank(a) - rank(b) ||
      compareTexts(a.place.path, b.place.path) ||
      a.place.line - b.place.line ||
      a.place.column - b.place.column ||
      compareTexts(a.rule, b.rule),
  );
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Ignored findings do not count; findings that a baseline knows do, they only do not fail the step. */
export function repositoryVerdict(findings: readonly Finding[]): Verdict {
  const counted = findings.filter(({ tier, ignoredBy }) => tier === 'error' && ignoredBy === undefined);
  if (counted.some(({ verdict }) => verdict === 'violated')) return 'violated';
  return counted.some(({ verdict }) => verdict === 'unverifiable') ? 'unverifiable' : 'holds';
}

/** A job of a file that GitHub would refuse or we could not read never simply holds. */
function verdicts(
  findings: readonly Finding[],
  diagnostics: readonly Diagnostic[],
): CheckResult['verdictOf'] {
  const worst = new Map<string, Verdict>();
  for (const { rule, job, verdict } of findings) {
    const key = `${rule}|${job?.id ?? ''}`;
    if (worst.get(key) !== 'violated') worst.set(key, verdict);
  }
  const unread = new Set(
    diagnostics.filter(({ kind }) => kind !== 'unresolved').map(({ place }) => place.path),
  );
  return (rule, job) =>
    worst.get(`${rule.id}|${job.id}`) ?? (unread.has(job.workflow.path) ? 'unverifiable' : 'holds');
}
