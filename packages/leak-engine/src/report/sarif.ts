import type { JudgedFinding, JudgedScan } from '../config/apply.ts';
import type { Severity } from '../rule.ts';

/** Who made the report. */
export interface SarifTool {
  readonly version: string;
  readonly informationUri: string;
}

const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
};

/** GitHub code scanning's `security-severity`, a text of 0.0 to 10.0. */
const securitySeverity: Readonly<Record<Severity, string>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.0',
  low: '2.0',
  info: '0.0',
};

function describeRule(finding: JudgedFinding): object {
  return {
    id: finding.rule,
    name: finding.rule.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: finding.title },
    fullDescription: { text: `${finding.title} in a log.` },
    help: { text: finding.remedy },
    defaultConfiguration: { level: levels[finding.severity] },
    properties: { 'security-severity': securitySeverity[finding.severity], tags: ['security'] },
  };
}

function messageOf(finding: JudgedFinding): string {
  const where = finding.step === undefined ? '' : ` in the step “${finding.step}”`;
  const how = finding.decodings.length === 0 ? '' : `, encoded as ${finding.decodings.join(' in ')}`;
  const times = finding.occurrences === 1 ? '' : `, ${finding.occurrences} times`;
  const dump =
    finding.dump === undefined
      ? ''
      : ` It held ${finding.dump.pairs} values: ${finding.dump.names.slice(0, 100).join(', ')}.`;
  return `${finding.title}${where}${how}${times} (${finding.confidence}: ${finding.why.join('; ')}).${dump} ${finding.remedy}`;
}

/** A file name as a relative URI reference (RFC 3986 §4.2): SARIF 2.1.0 §3.4.3. */
function toUri(file: string): string {
  return file
    .split(/[\\/]/)
    .map((part) => encodeURIComponent(part))
    .join('/');
}

function toResult(finding: JudgedFinding, ruleIndex: number): object {
  return {
    ruleId: finding.rule,
    ruleIndex,
    level: levels[finding.severity],
    message: { text: messageOf(finding) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: toUri(finding.file) },
          region: { startLine: finding.line },
        },
      },
    ],
    partialFingerprints: { 'sallyportLine/v1': finding.fingerprint },
    occurrenceCount: finding.occurrences,
    properties: {
      confidence: finding.confidence,
      byteOffset: finding.bytes.start,
      ...(finding.job === undefined ? {} : { job: finding.job }),
      ...(finding.stepNumber === undefined ? {} : { stepNumber: finding.stepNumber }),
    },
    ...(finding.suppressed === undefined
      ? {}
      : {
          baselineState: finding.suppressed.by === 'baseline' ? 'unchanged' : 'new',
          suppressions: [{ kind: 'external', status: 'accepted', justification: finding.suppressed.reason }],
        }),
  };
}

/** The scan as SARIF 2.1.0 (OASIS). Regions name raw lines; no snippet, no value. */
export function toSarif(scan: JudgedScan, tool: SarifTool): object {
  const rules = [...new Map(scan.findings.map((finding) => [finding.rule, finding])).values()];
  const indices = new Map(rules.map((finding, index) => [finding.rule, index]));
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'sallyport leak-scan',
            semanticVersion: tool.version,
            informationUri: tool.informationUri,
            rules: rules.map(describeRule),
          },
        },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: scan.verdict !== 'incomplete',
            ...(scan.unread.length === 0
              ? {}
              : {
                  toolExecutionNotifications: scan.unread.map(({ file, reason }) => ({
                    level: 'error',
                    message: { text: `${file}: ${reason}` },
                  })),
                }),
          },
        ],
        results: scan.findings.map((finding) => toResult(finding, indices.get(finding.rule) ?? 0)),
      },
    ],
  };
}
