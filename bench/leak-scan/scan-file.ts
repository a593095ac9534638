import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { createScanner, rules, type OwnPart } from '@sallyport/leak-engine';

/** What the process measured of itself, as one line of JSON. */
export interface ScanFigures {
  /** Bytes that it was responsible for. */
  readonly bytes: number;
  /** Processor time until the first byte can be scanned, and of the scan. */
  readonly startMilliseconds: number;
  readonly milliseconds: number;
  readonly peakMegabytes: number;
  /** Lines of the distinctive findings. */
  readonly lines: readonly number[];
  readonly shortfalls: readonly string[];
}

// scan-file <path> [<times> | first | second]: the file, so many times in one stream, or one half of it as a worker
// would scan it.
const [path = '', mode = '1'] = process.argv.slice(2);
const userTime = (): number => process.cpuUsage().user / 1000;
const overlap = 64 * 1024;

function halfOf(file: string, second: boolean): OwnPart {
  const text = readFileSync(file);
  const middle = text.indexOf(10, text.length >> 1) + 1;
  if (!second) return { startByte: 0, startLine: 1, from: 0, to: middle };
  const startByte = text.indexOf(10, middle - overlap) + 1;
  let startLine = 1;
  for (let at = text.indexOf(10); at >= 0 && at < startByte; at = text.indexOf(10, at + 1)) startLine += 1;
  return { startByte, startLine, from: middle, to: text.length };
}

const part = mode === 'first' || mode === 'second' ? halfOf(path, mode === 'second') : undefined;
const times = part === undefined ? Number(mode) : 1;
const made = userTime();
const scanner = createScanner({
  rules,
  now: Date.parse('2026-11-24T12:00:00Z'),
  ...(part === undefined ? {} : { part }),
});
const started = userTime();
const buffer = Buffer.alloc(1 << 20);
for (let time = 0; time < times; time += 1) {
  const file = openSync(path, 'r');
  let at = part?.startByte ?? 0;
  for (let read = readSync(file, buffer, 0, buffer.length, at); read > 0;) {
    at += read;
    scanner.write(buffer.subarray(0, read));
    if (part !== undefined && at > part.to && scanner.isSettled) break;
    read = readSync(file, buffer, 0, buffer.length, at);
  }
  closeSync(file);
}
const result = scanner.end();
const figures: ScanFigures = {
  bytes: result.bytes,
  startMilliseconds: started - made,
  milliseconds: userTime() - started,
  peakMegabytes: process.resourceUsage().maxRSS / 1024,
  lines: result.findings.filter((finding) => finding.distinctive).map((finding) => finding.place.line),
  shortfalls: result.shortfalls,
};
console.log(JSON.stringify(figures));
