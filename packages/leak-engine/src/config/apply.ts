import type { Severity } from '../rule.ts';
import { isAtLeast, type ReportedFinding, type ScanResult } from '../report/finish.ts';
import type { LeakConfig } from './config.ts';

/** A finding with what the configuration and the baseline say of it. */
export interface JudgedFinding extends ReportedFinding {
  /** Why it does not count, if it does not. */
  readonly suppressed?: { readonly by: 'configuration' | 'baseline'; readonly reason: string };
}

/** `incomplete` is never `clean`: something was not read, or not to its end. */
export type Verdict = 'clean' | 'leaks' | 'incomplete';

/** A scan, judged. */
export interface JudgedScan extends Omit<ScanResult, 'findings'> {
  readonly findings: readonly JudgedFinding[];
  /** Parts of the input that could not be read at all, named. */
  readonly unread: readonly { readonly file: string; readonly reason: string }[];
  readonly verdict: Verdict;
}

/** What decides the verdict. */
export interface Policy {
  readonly config: LeakConfig;
  readonly baseline: ReadonlySet<string>;
  /** From this severity on a finding is a leak. */
  readonly failOn: Severity;
  /** Milliseconds since the epoch, for entries with an end. */
  readonly now: number;
}

function suppressionOf(finding: ReportedFinding, policy: Policy): JudgedFinding['suppressed'] {
  const entry = policy.config.ignore.find(
    (one) =>
      one.rule === finding.rule &&
      (one.fingerprint === undefined || one.fingerprint === finding.fingerprint) &&
      (one.step === undefined || one.step === finding.step) &&
      (one.until === undefined || policy.now < Date.parse(one.until)),
  );
  if (entry !== undefined) return { by: 'configuration', reason: entry.reason };
  return policy.baseline.has(finding.fingerprint)
    ? { by: 'baseline', reason: 'It is in the baseline.' }
    : undefined;
}

/** Applies configuration and baseline and decides the verdict. Leaks outweigh what could not be read. */
export function judgeScan(result: ScanResult, unread: JudgedScan['unread'], policy: Policy): JudgedScan {
  const findings = result.findings.map((finding): JudgedFinding => {
    const suppressed = suppressionOf(finding, policy);
    const severity = policy.config.severity.get(finding.rule) ?? finding.severity;
    return { ...finding, severity, ...(suppressed === undefined ? {} : { suppressed }) };
  });
  const leaks = findings.some(
    (one) => one.suppressed === undefined && isAtLeast(one.severity, policy.failOn),
  );
  const incomplete = unread.length > 0 || result.shortfalls.length > 0;
  return { ...result, findings, unread, verdict: leaks ? 'leaks' : incomplete ? 'incomplete' : 'clean' };
}
