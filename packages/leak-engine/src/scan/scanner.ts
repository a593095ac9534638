import type { Finding } from '../findings/collector.ts';
import type { Rule } from '../rule.ts';
import { DigestProbe, type KnownDigest } from '../known/digests.ts';
import type { KnownNeedle } from '../known/needles.ts';
import { defaultLimits, Engine, type ScanLimits, type Shortfall } from './engine.ts';
import { Layer } from './layer.ts';

/** What a scanner needs to know. */
export interface ScanOptions {
  readonly rules: readonly Rule[];
  /** Known values, compiled once by `compileKnownValues`; give every scanner the same list. */
  readonly known?: readonly KnownNeedle[];
  /** Values of which only keyed digests are known, and the key. */
  readonly knownDigests?: { readonly digests: readonly KnownDigest[]; readonly key: string };
  readonly limits?: Partial<ScanLimits>;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly part?: OwnPart;
  /** A monotonic clock in milliseconds (default: the process's), by which hostile text is given up as incomplete. */
  readonly clock?: () => number;
}

/** Which part of a text a scanner is responsible for, when several scan one text. Offsets count from the text's begin. */
export interface OwnPart {
  /** Byte and line (from 1) at which the first written byte stands: some 64 KB before `from`, at a line's beginning. */
  readonly startByte: number;
  readonly startLine: number;
  /** Only what begins in `[from, to)` is reported. */
  readonly from: number;
  readonly to: number;
}

/** What was found in one text, or in one part of it. Holds secrets: it must not be printed. */
export interface ScanPart {
  readonly findings: readonly Finding[];
  /** Bytes that it was responsible for, and line breaks that it read. */
  readonly bytes: number;
  readonly lines: number;
  readonly shortfalls: readonly Shortfall[];
  /** Heading of the step that its end belongs to. */
  readonly lastStep: string | undefined;
  /**
   * Every value found and every line of base64 or hex between it and the log, to be masked before anything is printed.
   * Latin-1.
   */
  readonly secrets: readonly string[];
}

/** Scans one text that comes in pieces of any size, in constant memory. */
export interface Scanner {
  write(bytes: Uint8Array): void;
  /**
   * Whether everything that begins in its part has been reported: until then the scanner of a part must be given what
   * follows the part.
   */
  readonly isSettled: boolean;
  /** Everything found. The scanner cannot be used after that. */
  end(): ScanPart;
}

/** Begins a scan of one text: a job's log, a file, or a part of one that begins at a line. */
export function createScanner(options: ScanOptions): Scanner {
  const limits = { ...defaultLimits, ...options.limits };
  const { digests, key } = options.knownDigests ?? { digests: [], key: '' };
  const engine = new Engine({
    rules: options.rules,
    known: options.known,
    digests: digests.length === 0 ? undefined : new DigestProbe(digests, key),
    limits,
    now: options.now,
    part: options.part,
    clock: options.clock ?? (() => performance.now()),
  });
  return scannerOf(engine);
}

function scannerOf(engine: Engine): Scanner {
  const log = new Layer(engine, 0);
  log.begin(undefined);
  return {
    write: (bytes) => log.write(bytes),
    get isSettled() {
      return engine.part === undefined || log.settled >= engine.part.to;
    },
    end: () => {
      log.end();
      if (engine.collector.dropped > 0) engine.shortfalls.add('findings');
      const { bytes, lines } = log.read;
      const part = engine.part;
      return {
        findings: engine.collector.findings,
        bytes: part === undefined ? bytes : Math.max(0, Math.min(bytes, part.to) - part.from),
        lines: lines - (part?.startLine ?? 1),
        shortfalls: [...engine.shortfalls],
        lastStep: log.position.step,
        secrets: engine.collector.secrets,
      };
    },
  };
}

export type { Shortfall } from './engine.ts';
