import { createHash, createHmac } from 'node:crypto';
import type { Finding } from '../findings/collector.ts';
import type { Confidence, Severity } from '../rule.ts';
import type { ScanPart, Shortfall } from '../scan/scanner.ts';

/** What was scanned: one job's log, one step's, or any file. */
export interface ScanSource {
  /** Name of the file or member, as it is shown. */
  readonly name: string;
  readonly job?: { readonly id?: number; readonly name: string };
  /** Given when the text is one step's log; otherwise the log's own headings say the step. */
  readonly step?: { readonly number?: number; readonly name: string };
}

/** A finding as it is reported: nothing in it comes from the value. */
export interface ReportedFinding {
  readonly rule: string;
  readonly title: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly why: readonly string[];
  readonly remedy: string;
  readonly file: string;
  readonly job?: string;
  readonly jobId?: number;
  readonly step?: string;
  readonly stepNumber?: number;
  /** Raw line, from 1, and raw bytes, from 0, of the text that was found or that it was decoded from. */
  readonly line: number;
  readonly bytes: { readonly start: number; readonly end: number };
  /** How it was encoded, outermost first. */
  readonly decodings: readonly string[];
  /** The same in every run that prints the same kind of value in the same line of the same step. */
  readonly fingerprint: string;
  /** Keyed digest of the value; only with a key. */
  readonly valueFingerprint?: string;
  /** Equal for findings of the same value, within this report. */
  readonly sameValue: number;
  readonly occurrences: number;
  /** Of a memory dump. */
  readonly dump?: { readonly pairs: number; readonly names: readonly string[] };
}

/** The parts of one text, in order, with where they come from. */
export interface ScannedText {
  readonly source: ScanSource;
  readonly parts: readonly ScanPart[];
}

/** All findings of a scan, and what it could not do. */
export interface ScanResult {
  readonly findings: readonly ReportedFinding[];
  readonly bytes: number;
  readonly lines: number;
  readonly shortfalls: readonly { readonly file: string; readonly reason: Shortfall }[];
  /** To be masked before anything is printed. */
  readonly secrets: readonly string[];
}

const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info'];

/** Whether a severity is at least as bad as another. */
export function isAtLeast(severity: Severity, floor: Severity): boolean {
  return severities.indexOf(severity) <= severities.indexOf(floor);
}

/** Joins the findings of parts that were cut at line breaks; a step may have begun in an earlier part. */
function joinParts(parts: readonly ScanPart[]): Finding[] {
  const joined = new Map<string, Finding>();
  let step: string | undefined;
  for (const part of parts) {
    for (const finding of part.findings) {
      const placed = { ...finding, place: { ...finding.place, step: finding.place.step ?? step } };
      const key = [placed.rule.id, placed.place.step ?? '', placed.skeleton, placed.value].join('\0');
      const before = joined.get(key);
      const occurrences = placed.occurrences + (before?.occurrences ?? 0);
      joined.set(key, { ...(before ?? placed), occurrences });
    }
    step = part.lastStep ?? step;
  }
  return [...joined.values()];
}

function fingerprintOf(finding: Finding, source: ScanSource, step: string | undefined): string {
  const parts = [
    finding.rule.id,
    source.job?.name ?? source.name,
    step ?? '',
    ...finding.chain,
    finding.skeleton,
  ];
  return createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 32);
}

/** What a heading may repeat of a value: long runs, and escapes. */
const suspicious =
  /[A-Za-z0-9+_=-]{20,}|(?:%[0-9A-Fa-f]{2}|\\x[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|&#\w{1,6};)+/g;

/** A text of the log that is shown (a step's heading, a name in a dump), without anything that was found. */
function scrub(text: string, secrets: readonly string[]): string {
  return withoutSecrets(text, secrets).replace(suspicious, '…');
}

function withoutSecrets(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) if (secret.length >= 4) clean = clean.split(secret).join('…');
  return clean;
}

function latin1ToText(value: string): Buffer {
  return Buffer.from(value, 'latin1');
}

/**
 * Makes the findings of texts reportable: where, how sure, what to do, fingerprints. The result holds no value except
 * in `secrets`.
 * @param fingerprintKey Adds a keyed digest of each value.
 */
export function finishScan(texts: readonly ScannedText[], fingerprintKey?: string): ScanResult {
  const secrets = [...new Set(texts.flatMap((text) => text.parts.flatMap((part) => part.secrets)))];
  const headings = new Map<string, string>();
  const shown = (text: string): string => {
    const clean = headings.get(text) ?? scrub(text, secrets);
    headings.set(text, clean);
    return clean;
  };
  const ordinals = new Map<string, number>();
  const seen = new Map<string, number>();
  const findings = texts.flatMap(({ source, parts }) =>
    joinParts(parts).map((finding): ReportedFinding => {
      const sameValue = ordinals.get(finding.value) ?? ordinals.size + 1;
      ordinals.set(finding.value, sameValue);
      const heading = source.step?.name ?? finding.place.step;
      const step = heading === undefined ? undefined : shown(heading);
      const base = fingerprintOf(finding, source, step);
      // Several values in places that look the same are told apart by their order.
      const nth = seen.get(base) ?? 0;
      seen.set(base, nth + 1);
      return {
        rule: finding.rule.id,
        title: finding.rule.title,
        severity: finding.severity,
        confidence: finding.confidence,
        why: finding.why,
        remedy: finding.rule.remedy,
        file: source.name,
        ...(source.job === undefined ? {} : { job: source.job.name }),
        ...(source.job?.id === undefined ? {} : { jobId: source.job.id }),
        ...(step === undefined ? {} : { step }),
        ...(source.step?.number === undefined ? {} : { stepNumber: source.step.number }),
        line: finding.place.line,
        bytes: { start: finding.place.start, end: finding.place.end },
        decodings: finding.chain,
        fingerprint: nth === 0 ? base : `${base}-${nth + 1}`,
        ...(fingerprintKey === undefined
          ? {}
          : {
              valueFingerprint: createHmac('sha256', fingerprintKey)
                .update(latin1ToText(finding.value))
                .digest('hex'),
            }),
        sameValue,
        occurrences: finding.occurrences,
        ...(finding.dump === undefined
          ? {}
          : {
              dump: {
                pairs: finding.dump.pairs,
                names: finding.dump.names.map((name) => withoutSecrets(name, secrets)),
              },
            }),
      };
    }),
  );
  const parts = texts.flatMap((text) => text.parts);
  return {
    findings: findings.sort(byWeight),
    bytes: parts.reduce((sum, part) => sum + part.bytes, 0),
    lines: parts.reduce((sum, part) => sum + part.lines, 0),
    shortfalls: texts.flatMap(({ source, parts: own }) =>
      [...new Set(own.flatMap((part) => part.shortfalls))].map((reason) => ({ file: source.name, reason })),
    ),
    secrets,
  };
}

const certainty: readonly Confidence[] = ['certain', 'high', 'medium', 'low'];

/** Worst first, then surest, then in the order of the log. */
function byWeight(left: ReportedFinding, right: ReportedFinding): number {
  return (
    severities.indexOf(left.severity) - severities.indexOf(right.severity) ||
    certainty.indexOf(left.confidence) - certainty.indexOf(right.confidence) ||
    (left.file < right.file ? -1 : left.file > right.file ? 1 : left.line - right.line)
  );
}
