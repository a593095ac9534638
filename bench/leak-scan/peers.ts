import { readFileSync } from 'node:fs';
import { leakScanners } from '../../test/peers/leak-scanners.ts';
import type { BenchSetting } from '../harness.ts';
import { processorTime } from './processor-time.ts';

/** One run of another scanner. */
export interface PeerRun {
  readonly milliseconds: number;
  /** Lines in which it found something. */
  readonly lines: ReadonlySet<number>;
}

/** How each scanner is told to write its findings as JSON with line numbers. */
const argumentsOf: Readonly<Record<string, (log: string, report: string) => readonly string[]>> = {
  betterleaks: (log, report) => [log, '-o', report],
  kingfisher: (log, report) =>
    `scan --no-validate --no-update-check --format json --output ${report} ${log}`.split(' '),
  gitleaks: (log, report) => ['dir', log, '--no-banner', '--report-format', 'json', '--report-path', report],
};

export const peerNames: readonly string[] = Object.keys(argumentsOf);

const lineNumber = /"(?:start_line|StartLine|line)":\s?(\d+)/g;

/** Runs a scanner, given by path or fetched once, on a log; its whole processor time counts, after a run that warms it up. */
export async function runPeer(
  name: string,
  log: string,
  warmUp: string,
  setting: BenchSetting,
): Promise<PeerRun | { readonly skipped: string }> {
  const given = setting.peer(name);
  const found = 'path' in given ? { path: given.path, env: {} } : await leakScanners[name]?.();
  if (found === undefined || 'missing' in found) return { skipped: found?.missing ?? `${name} is unknown` };
  const report = `${log}.${name}.json`;
  const run = (file: string) => processorTime(found.path, argumentsOf[name]?.(file, report) ?? [], found.env);
  run(warmUp);
  const milliseconds = run(log);
  if (milliseconds === undefined) return { skipped: `${name} could not be run` };
  const findings = readFileSync(report, 'utf8').matchAll(lineNumber);
  const lines = new Set(Array.from(findings, ([, line]) => Number(line)));
  return { milliseconds, lines };
}
