import { spawnSync } from 'node:child_process';
import { leakScanners } from '../../test/peers/leak-scanners.ts';
import type { BenchSetting } from '../harness.ts';

/** One run of another scanner. */
export interface PeerRun {
  readonly milliseconds: number;
  /** Lines in which it found something. */
  readonly lines: ReadonlySet<number>;
}

/** How each scanner is told to print its findings as JSON with line numbers. */
const argumentsOf: Readonly<Record<string, (log: string) => readonly string[]>> = {
  betterleaks: (log) => [log, '-o', '/dev/stdout'],
  kingfisher: (log) => ['scan', log, '--no-validate', '--no-update-check', '--format', 'json'],
  gitleaks: (log) => ['dir', log, '--no-banner', '--report-format', 'json', '--report-path', '/dev/stdout'],
};

export const peerNames: readonly string[] = Object.keys(argumentsOf);

const lineNumber = /"(?:start_line|StartLine|line)":\s?(\d+)/g;

/** Runs a scanner, given by path or fetched once, on a log; its whole wall time counts, after a run that warms it up. */
export async function runPeer(
  name: string,
  log: string,
  warmUp: string,
  setting: BenchSetting,
): Promise<PeerRun | { readonly skipped: string }> {
  const given = setting.peer(name);
  const found = 'path' in given ? { path: given.path, env: {} } : await leakScanners[name]?.();
  if (found === undefined || 'missing' in found) return { skipped: found?.missing ?? `${name} is unknown` };
  const run = (file: string) => {
    const started = performance.now();
    const { stdout, error } = spawnSync(found.path, argumentsOf[name]?.(file) ?? [], {
      env: { ...process.env, ...found.env },
      encoding: 'utf8',
      maxBuffer: 512 * 1024 * 1024,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return { milliseconds: performance.now() - started, stdout, error };
  };
  run(warmUp);
  const { milliseconds, stdout, error } = run(log);
  if (error !== undefined) return { skipped: `${name} could not be run: ${error.message}` };
  const lines = new Set(Array.from(stdout.matchAll(lineNumber), ([, line]) => Number(line)));
  return { milliseconds, lines };
}
