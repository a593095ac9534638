import { closeSync, openSync, readSync } from 'node:fs';
import { createScanner, rules } from '@sallyport/leak-engine';

/** What the process measured of itself, as one line of JSON. */
export interface ScanFigures {
  readonly bytes: number;
  /** From the scanner's making to its first byte. */
  readonly startMilliseconds: number;
  /** Processor time of the scan alone. */
  readonly milliseconds: number;
  readonly peakMegabytes: number;
  /** First line of each distinctive finding, and of each other one. */
  readonly distinctive: readonly number[];
  readonly contextual: readonly number[];
  readonly shortfalls: readonly string[];
}

// scan-file <path> [<times>]: scans the file as if its content came so many times in one stream.
const [path = '', times = '1'] = process.argv.slice(2);
const started = process.cpuUsage();
const scanner = createScanner({ rules, now: Date.parse('2026-11-24T12:00:00Z') });
const startMilliseconds = process.cpuUsage(started).user / 1000;
const before = process.cpuUsage();
const buffer = Buffer.alloc(1 << 20);
let bytes = 0;
for (let time = 0; time < Number(times); time += 1) {
  const file = openSync(path, 'r');
  for (let read = readSync(file, buffer); read > 0; read = readSync(file, buffer)) {
    bytes += read;
    scanner.write(buffer.subarray(0, read));
  }
  closeSync(file);
}
const part = scanner.end();
const milliseconds = process.cpuUsage(before).user / 1000;
const figures: ScanFigures = {
  bytes,
  startMilliseconds,
  milliseconds,
  peakMegabytes: process.resourceUsage().maxRSS / 1024,
  distinctive: part.findings.filter((one) => one.distinctive).map((one) => one.place.line),
  contextual: part.findings.filter((one) => !one.distinctive).map((one) => one.place.line),
  shortfalls: part.shortfalls,
};
console.log(JSON.stringify(figures));
