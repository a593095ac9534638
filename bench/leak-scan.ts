import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createScanner, rules, type ScanPart } from '@sallyport/leak-engine';
import { Corpus } from '../test/unit/leak-engine/corpus/build.ts';
import { forms } from '../test/unit/leak-engine/corpus/forms.ts';
import type { Bench, BenchSetting, Outcome } from './harness.ts';
import { median } from './harness-pairs.ts';

const megabytes = 48;
const now = Date.parse('2026-11-24T12:00:00Z');

/** A log of about `megabytes`, with one credential of every distinctive kind in it, each in another form. */
function generate(): Corpus {
  const corpus = new Corpus(2026);
  const kinds = rules.filter((rule) => rule.kind === 'token');
  const names = Object.keys(forms);
  const linesBetween = Math.floor((megabytes * 1_000_000) / 125 / kinds.length);
  for (const [index, rule] of kinds.entries()) {
    corpus.noise(linesBetween, 25);
    const form = names[index % names.length] ?? 'raw';
    const secret = rule.examples.leaks[0]?.(corpus.random) ?? '';
    corpus.plant(rule.id, form, forms[form]?.(secret, corpus.random) ?? []);
  }
  return corpus;
}

function scanFile(path: string): { part: ScanPart; milliseconds: number } {
  const buffer = Buffer.alloc(1 << 20);
  const before = process.cpuUsage();
  const scanner = createScanner({ rules, now });
  const file = openSync(path, 'r');
  for (;;) {
    const read = readSync(file, buffer);
    if (read === 0) break;
    scanner.write(buffer.subarray(0, read));
  }
  closeSync(file);
  const part = scanner.end();
  return { part, milliseconds: process.cpuUsage(before).user / 1000 };
}

function recallOf(corpus: Corpus, part: ScanPart): string {
  const found = corpus.plants.filter((plant) =>
    part.findings.some(
      ({ place, distinctive }) =>
        distinctive && place.line >= plant.firstLine && place.line <= plant.lastLine,
    ),
  );
  return `${found.length} of ${corpus.plants.length} found`;
}

/** Milliseconds of processor time of another program on the same file. */
function timeOther(command: string, args: readonly string[]): number {
  const start = performance.now();
  spawnSync(command, args, { stdio: 'ignore' });
  return performance.now() - start;
}

const peers: Readonly<Record<string, (path: string) => readonly string[]>> = {
  rg: (path) => ['-c', 'ghp_[A-Za-z0-9]{36}|AKIA[A-Z2-7]{16}|xox[bp]-[0-9]+', path],
  betterleaks: (path) => ['dir', '--no-banner', path],
  gitleaks: (path) => ['dir', '--no-banner', path],
  kingfisher: (path) => ['scan', '--no-validate', path],
};

function hostile(): { value: number; note: string } {
  const texts: Readonly<Record<string, Buffer>> = {
    'base64 alone': Buffer.alloc(1 << 20, 'q7Jx0Zc2Vb9Nw4Lk8Ht3Ry6Gd1Fs5Pm'),
    'key headers': Buffer.alloc(1 << 20, '-----BEGIN PRIVATE KEY-----'),
    'web tokens': Buffer.alloc(1 << 20, '-eyJ'),
    assignments: Buffer.alloc(1 << 20, 'A_TOKEN=aB3dE5fG7hI9\n'),
    'signed URLs': Buffer.alloc(1 << 20, '?sig=aaaaaaaaaaaaaaaaaaaaaaaaaaa&'),
  };
  const times = Object.entries(texts).map(([name, text]) => {
    const before = process.cpuUsage();
    const scanner = createScanner({ rules, now });
    scanner.write(text);
    scanner.end();
    return { name, milliseconds: process.cpuUsage(before).user / 1000 };
  });
  const worst = times.reduce((one, other) => (other.milliseconds > one.milliseconds ? other : one));
  return { value: worst.milliseconds, note: `the worst is ${worst.name}, of ${times.length} texts of 1 MB` };
}

function compare(path: string, ours: number, setting: BenchSetting): Record<string, Outcome> {
  return Object.fromEntries(
    Object.entries(peers).map(([name, argsOf]): [string, Outcome] => {
      const peer = setting.peer(name);
      if ('skipped' in peer) return [name, peer];
      return [name, { value: ours / timeOther(peer.path, argsOf(path)) }];
    }),
  );
}

function measure(setting: BenchSetting): Record<string, Outcome> {
  const started = process.cpuUsage();
  createScanner({ rules: [...rules], now });
  const startUp = process.cpuUsage(started).user / 1000;
  const corpus = generate();
  const bytes = corpus.toBytes();
  const folder = mkdtempSync(join(tmpdir(), 'leak-scan-'));
  try {
    const path = join(folder, 'job.log');
    writeFileSync(path, bytes);
    const runs = [1, 2, 3].map(() => scanFile(path));
    const milliseconds = median(runs.map((one) => one.milliseconds));
    const speed = bytes.length / 1000 / milliseconds;
    const recall = runs[0] === undefined ? '' : recallOf(corpus, runs[0].part);
    return {
      speed: { value: speed, note: `${recall}; ${Math.round(bytes.length / 1e6)} MB, processor time` },
      start: { value: startUp, note: `${rules.length} rules` },
      hostile: hostile(),
      wc: { value: milliseconds / timeOther('wc', ['-l', path]) },
      ...compare(path, milliseconds, setting),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const bench: Bench = {
  name: 'leak-scan',
  description: 'the leak engine on a generated log, with everything on, on one core',
  rows: [
    { id: 'speed', what: 'scan of a log', budget: { atLeast: 150 }, unit: 'MB/s' },
    { id: 'start', what: 'making the prefilter', budget: { atMost: 100 }, unit: 'ms' },
    { id: 'hostile', what: '1 MB of hostile text', budget: { atMost: 1000 }, unit: 'ms' },
    { id: 'wc', what: 'scan of a log', against: 'wc -l', budget: { atMost: 100 }, unit: '×' },
    ...Object.keys(peers).map((name) => ({
      id: name,
      what: 'scan of a log',
      against: name,
      budget: { atMost: name === 'rg' ? 100 : 1 },
      unit: '×' as const,
    })),
  ],
  run: (setting) => Promise.resolve(measure(setting)),
};
