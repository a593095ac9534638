import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from '../scripts/bundle.ts';
import type { Bench, BenchSetting, Outcome } from './harness.ts';
import { median } from './harness-pairs.ts';
import { countFound, generateLog, hostileTexts } from './leak-scan/log.ts';
import { processorTime } from './leak-scan/processor-time.ts';
import { peerNames, runPeer } from './leak-scan/peers.ts';
import type { ScanFigures } from './leak-scan/scan-file.ts';

const megabytes = 40;
/** So often the log is read in one stream for the speed of a long one, and for one gigabyte. */
const long = 5;
const gigabyte = 25;

type Scan = (path: string, mode?: string) => ScanFigures;

/** The engine as users run it: one bundled file, in a process of its own for each scan. */
async function bundleScan(folder: string): Promise<{ readonly script: string; readonly scan: Scan }> {
  const source = join(import.meta.dirname, 'leak-scan', 'scan-file.ts');
  await bundle({ action: 'bench', entry: 'main', source, target: 'scan' }, folder);
  const script = join(folder, 'scan', 'index.js');
  const scan: Scan = (path, mode = '1') => {
    const output = execFileSync(process.execPath, [script, path, mode], { encoding: 'utf8' });
    return JSON.parse(output) as ScanFigures;
  };
  return { script, scan };
}

function speedOf({ bytes, milliseconds }: ScanFigures): number {
  return bytes / 1000 / milliseconds;
}

/** Floors are quicker than the shell's clock can tell: they read the log so many times. */
const floorTimes = 20;

function ratioTo(name: string, args: readonly string[], log: string, ours: number): Outcome {
  const time = processorTime(name, [...args, ...Array.from({ length: floorTimes }, () => log)]);
  return time === undefined
    ? { skipped: `${name} is not on the path` }
    : { value: (ours * floorTimes) / time };
}

function measureHostile(scan: Scan, folder: string): Outcome {
  const times = Object.entries(hostileTexts).map(([name, text]) => {
    const path = join(folder, 'hostile.log');
    writeFileSync(path, text);
    return { name, milliseconds: scan(path).milliseconds };
  });
  const worst = times.reduce((one, other) => (other.milliseconds > one.milliseconds ? other : one));
  return { value: worst.milliseconds, note: `the worst is ${worst.name}, of ${times.length} texts of 1 MB` };
}

async function measure(setting: BenchSetting): Promise<Record<string, Outcome>> {
  const folder = mkdtempSync(join(tmpdir(), 'leak-scan-'));
  try {
    const { script, scan } = await bundleScan(folder);
    const corpus = generateLog(megabytes);
    const log = join(folder, 'job.log');
    const bytes = corpus.toBytes();
    writeFileSync(log, bytes);
    const warmUp = join(folder, 'warm-up.log');
    writeFileSync(warmUp, bytes.subarray(0, 100_000));
    const cold = [scan(log), scan(log), scan(log)];
    const ours = processorTime(process.execPath, [script, log]) ?? Number.NaN;
    const planted = corpus.plants.length;
    const recall = countFound(corpus, new Set(cold[0]?.lines));
    const streams = [scan(log, String(long)), scan(log, String(long)), scan(log, String(long))];
    const halves = [scan(log, 'first'), scan(log, 'second')];
    const peak = scan(log, String(gigabyte));
    const size = `${Math.round(bytes.length / 1e6)} MB`;
    // Speed without recall does not count.
    const speed = recall === planted ? median(streams.map(speedOf)) : 0;
    return {
      speed: { value: speed, note: `${recall} of ${planted} found; ${long} × ${size}, processor time` },
      cold: { value: median(cold.map(speedOf)), note: `${size}, processor time with the compiler's` },
      parts: {
        value: bytes.length / 1000 / Math.max(...halves.map((half) => half.milliseconds)),
        note: 'the slower half, each in a process of its own',
      },
      memory: { value: peak.peakMegabytes, note: `${(peak.bytes / 1e9).toFixed(2)} GB in one stream` },
      start: { value: median(cold.map((one) => one.startMilliseconds)), note: 'making the prefilter' },
      hostile: measureHostile(scan, folder),
      wc: ratioTo('wc', ['-l'], log, ours),
      rg: ratioTo('rg', ['-c', 'ghp_[A-Za-z0-9]{36}|AKIA[A-Z2-7]{16}|xox[bp]-[0-9]+'], log, ours),
      ...(await comparePeers(ours, log, warmUp, setting, (lines) => countFound(corpus, lines))),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function comparePeers(
  ours: number,
  log: string,
  warmUp: string,
  setting: BenchSetting,
  found: (lines: ReadonlySet<number>) => number,
): Promise<Record<string, Outcome>> {
  const outcomes: Record<string, Outcome> = {};
  for (const name of peerNames) {
    const run = await runPeer(name, log, warmUp, setting);
    outcomes[name] =
      'skipped' in run
        ? run
        : {
            value: ours / run.milliseconds,
            note: `${ours.toFixed(0)} / ${run.milliseconds.toFixed(0)} ms of processor time; it found ${found(run.lines)}`,
          };
  }
  return outcomes;
}

export const bench: Bench = {
  name: 'leak-scan',
  description: 'the bundled leak engine on a generated log, with everything on, on one core',
  rows: [
    { id: 'speed', what: 'scan of a long log', budget: { atLeast: 150 }, unit: 'MB/s' },
    { id: 'cold', what: 'scan of one log by a new process', budget: { atLeast: 75 }, unit: 'MB/s' },
    { id: 'parts', what: 'scan of one log by two new processes', budget: { atLeast: 100 }, unit: 'MB/s' },
    { id: 'memory', what: 'peak memory on 1 GB', budget: { atMost: 150 }, unit: 'MB' },
    { id: 'start', what: 'start', budget: { atMost: 100 }, unit: 'ms' },
    { id: 'hostile', what: '1 MB of hostile text', budget: { atMost: 1000 }, unit: 'ms' },
    { id: 'wc', what: 'scan of a log', against: 'wc -l', budget: { atMost: 100 }, unit: '×' },
    { id: 'rg', what: 'scan of a log', against: 'rg', budget: { atMost: 100 }, unit: '×' },
    ...peerNames.map((name) => ({
      id: name,
      what: 'scan of a log',
      against: name,
      budget: { atMost: 1 },
      unit: '×' as const,
    })),
  ],
  run: measure,
};
