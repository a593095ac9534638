import type { Finding } from '../findings/collector.ts';
import type { Rule } from '../rule.ts';
import type { KnownNeedle } from '../known/needles.ts';
import { defaultLimits, Engine, type ScanLimits, type Shortfall } from './engine.ts';
import { Layer } from './layer.ts';

/** What a scanner needs to know. */
export interface ScanOptions {
  readonly rules: readonly Rule[];
  readonly known?: readonly KnownNeedle[];
  readonly limits?: Partial<ScanLimits>;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** What was found in one text, or in one part of it. Holds secrets: it must not be printed. */
export interface ScanPart {
  readonly findings: readonly Finding[];
  readonly bytes: number;
  /** Line breaks in it. */
  readonly lines: number;
  readonly shortfalls: readonly Shortfall[];
  /** Every value found, to be masked before anything is printed. Latin-1. */
  readonly secrets: readonly string[];
}

/** Scans one text that comes in pieces of any size, in constant memory. */
export interface Scanner {
  write(bytes: Uint8Array): void;
  /** Everything found. The scanner cannot be used after that. */
  end(): ScanPart;
}

/** Begins a scan of one text: a job's log, a file, or a part of one that begins at a line. */
export function createScanner(options: ScanOptions): Scanner {
  const limits = { ...defaultLimits, ...options.limits };
  const engine = new Engine({ rules: options.rules, known: options.known ?? [], limits, now: options.now });
  return scannerOf(engine);
}

function scannerOf(engine: Engine): Scanner {
  const log = new Layer(engine, 0);
  log.begin(undefined);
  return {
    write: (bytes) => log.write(bytes),
    end: () => {
      log.end();
      if (engine.collector.dropped > 0) engine.shortfalls.add('findings');
      const { bytes, lines } = log.read;
      return {
        findings: engine.collector.findings,
        bytes,
        lines: lines - 1,
        shortfalls: [...engine.shortfalls],
        secrets: engine.collector.secrets,
      };
    },
  };
}
