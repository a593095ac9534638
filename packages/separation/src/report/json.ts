import { failure } from '@sallyport/errors';
import { writesOf } from '@sallyport/workflow-graph';
import { bridgesOf } from '../bridges.ts';
import { rules as allRules, type CheckResult } from '../check.ts';

/** The version of the report's form; a baseline of another one is refused. */
export const reportVersion = 1;

/** The whole result as JSON: jobs with their verdict per rule, bridges, findings, diagnostics. Also the form of a baseline. */
export function jsonReport(result: CheckResult): string {
  const report = {
    tool: 'separation-guard',
    version: reportVersion,
    verdict: result.verdict,
    workflows: result.graph.workflows.map(({ path }) => path),
    jobs: result.jobs.map(({ job, role, facts }) => ({
      id: job.id,
      workflow: job.workflow.path,
      job: job.job.id,
      line: job.job.place.line,
      role: role.role,
      declared: role.declared ?? null,
      inferred: role.inferred,
      environment: facts.environment,
      events: [...new Set(job.events.map(({ event }) => event))],
      writes: writesOf(job.permissions),
      permissionsFrom: job.permissions.origin,
      permissionsAssumed: job.permissions.assumed,
      verdicts: Object.fromEntries(allRules.map((rule) => [rule.id, result.verdictOf(rule, job)])),
    })),
    bridges: bridgesOf(result.jobs, result.findings).map(({ kind, from, to, label, state }) => ({
      kind,
      from: from.id,
      to: to.id,
      label,
      state,
    })),
    findings: result.findings.map(
      ({ rule, tier, verdict, job, place, message, settle, fingerprint, known, ignoredBy }) => ({
        rule,
        tier,
        verdict,
        job: job?.id ?? null,
        ...place,
        message,
        settle: settle ?? null,
        fingerprint,
        known,
        ignored: ignoredBy === undefined ? null : { reason: ignoredBy.reason, expires: ignoredBy.expires },
      }),
    ),
    diagnostics: result.diagnostics.map(({ code, kind, place, message }) => ({
      code,
      kind,
      ...place,
      message,
    })),
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

/**
 * The fingerprints that a baseline report holds.
 * @throws CodedError `separation/baseline-invalid` where the text is no report of this version.
 */
export function parseBaseline(text: string): ReadonlySet<string> {
  let report: unknown;
  try {
    report = JSON.parse(text);
  } catch (cause) {
    throw failure('separation/baseline-invalid', { cause });
  }
  const { tool, version, findings } = (report ?? {}) as Record<string, unknown>;
  if (tool !== 'separation-guard' || version !== reportVersion || !Array.isArray(findings)) {
    throw failure('separation/baseline-invalid');
  }
  return new Set(
    findings.map((finding: unknown) => {
      const { fingerprint } = (finding ?? {}) as Record<string, unknown>;
      if (typeof fingerprint !== 'string') throw failure('separation/baseline-invalid');
      return fingerprint;
    }),
  );
}
