import { failure } from '@sallyport/errors';
import { reportVersion } from '../report/json.ts';

/**
 * The fingerprints of an earlier report, parsed from JSON: what it holds is known and does not fail the scan again.
 * @throws `leak/baseline-invalid`
 */
export function readBaseline(value: unknown): ReadonlySet<string> {
  const report = value as { version?: unknown; findings?: unknown } | null;
  if (typeof report !== 'object' || report === null || report.version !== reportVersion) {
    throw failure('leak/baseline-invalid');
  }
  if (!Array.isArray(report.findings)) throw failure('leak/baseline-invalid');
  return new Set(
    report.findings.map((finding: unknown) => {
      const { fingerprint } = (finding ?? {}) as { fingerprint?: unknown };
      if (typeof fingerprint !== 'string' || !/^[0-9a-f]{32}(?:-\d+)?$/.test(fingerprint)) {
        throw failure('leak/baseline-invalid', { what: 'A finding of the baseline has no fingerprint.' });
      }
      return fingerprint;
    }),
  );
}
