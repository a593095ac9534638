import type { JudgedScan } from '../config/apply.ts';

/** Major version of the report's form, docs/schema/leak-report.schema.json. */
export const reportVersion = 1;

/** The report as a value for JSON. Holds nothing of what was found. */
export function toReport(scan: JudgedScan): Readonly<Record<string, unknown>> {
  return {
    version: reportVersion,
    verdict: scan.verdict,
    scanned: { bytes: scan.bytes, lines: scan.lines },
    incomplete: [
      ...scan.unread,
      ...scan.shortfalls.map(({ file, reason }) => ({ file, reason: shortfallTexts[reason] })),
    ],
    findings: scan.findings,
  };
}

/** What each shortfall means, for people. */
export const shortfallTexts: Readonly<Record<JudgedScan['shortfalls'][number]['reason'], string>> = {
  'decode-depth': 'It holds text in more encodings inside each other than are undone.',
  'decode-output': 'What is encoded in it becomes larger than what is read.',
  'inflate-output': 'Compressed data in it becomes larger than what is read.',
  work: 'It holds so many beginnings of credentials that not all of them were checked.',
  findings: 'It holds more findings than are kept.',
};
