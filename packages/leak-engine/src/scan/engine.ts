import { Collector } from '../findings/collector.ts';
import { prefilterOf, type Prefilter } from '../prefilter/needles.ts';
import type { DigestProbe } from '../known/digests.ts';
import type { KnownNeedle } from '../known/needles.ts';
import type { AssignedRule, Rule } from '../rule.ts';
import type { OwnPart } from './scanner.ts';

/** Why a text was not read to its end. Each makes the verdict `incomplete`. */
export type Shortfall = 'decode-depth' | 'decode-output' | 'inflate-output' | 'work' | 'findings';

/** Bounds of a scan. */
export interface ScanLimits {
  /** Encodings inside each other that are undone. */
  readonly depth: number;
  /** Decoded bytes for each byte of the log, beyond a constant of 64 MB. */
  readonly decodedPerByte: number;
  /** Findings that are kept. */
  readonly findings: number;
}

export const defaultLimits: ScanLimits = { depth: 6, decodedPerByte: 24, findings: 2000 };

const freeDecoded = 64 * 1024 * 1024;
/** Milliseconds that looking at hits may take, and more for each megabyte of the log. */
const freeTime = 400;
const timePerMegabyte = 400;
const mostJudgedNames = 4096;
const freeWork = 64 * 1024 * 1024;
/** Characters that rules may look at for each byte of the log: about one second per megabyte. */
const workPerByte = 640;

export interface EngineOptions {
  readonly rules: readonly Rule[];
  readonly known: readonly KnownNeedle[] | undefined;
  readonly digests: DigestProbe | undefined;
  readonly part: OwnPart | undefined;
  readonly limits: ScanLimits;
  /** Milliseconds since the epoch: what has expired by then is informative. */
  readonly now: number;
  /** A monotonic clock in milliseconds, by which hostile text is given up. */
  readonly clock: () => number;
}

/** What all layers of one scan share: the prefilter, the rules, the collector and the bounds. */
export class Engine {
  readonly prefilter: Prefilter;
  readonly assigned: readonly AssignedRule[];
  readonly collector: Collector;
  readonly digests: DigestProbe | undefined;
  readonly part: OwnPart | undefined;
  readonly limits: ScanLimits;
  readonly now: number;
  readonly shortfalls = new Set<Shortfall>();
  readonly #assignedNames: RegExp | undefined;
  readonly #judgedNames = new Map<string, boolean>();
  readonly #clock: () => number;
  #spent = 0;
  #rawBytes = 0;
  #decodedBytes = 0;
  #work = 0;
  #layers = 0;

  constructor(options: EngineOptions) {
    this.prefilter = prefilterOf(options.rules, options.known);
    this.assigned = options.rules.filter((rule) => rule.kind === 'assigned');
    this.#assignedNames = namesOf(this.assigned);
    this.collector = new Collector(options.limits.findings, options.part);
    this.digests = options.digests;
    this.part = options.part;
    this.limits = options.limits;
    this.now = options.now;
    this.#clock = options.clock;
  }

  /** Whether a name (in lower case) holds an anchor of any assigned rule. Names recur in a log: answers are kept. */
  mayBeAssigned(name: string): boolean {
    const known = this.#judgedNames.get(name);
    if (known !== undefined) return known;
    if (this.#judgedNames.size >= mostJudgedNames) this.#judgedNames.clear();
    const answer = this.#assignedNames?.test(name) === true;
    this.#judgedNames.set(name, answer);
    return answer;
  }

  /** A number for a new text at some depth. */
  nextLayer(): number {
    this.#layers += 1;
    return this.#layers;
  }

  countRaw(bytes: number): void {
    this.#rawBytes += bytes;
  }

  /** Takes note of decoded bytes; false once there were too many. */
  allowDecoded(bytes: number): boolean {
    this.#decodedBytes += bytes;
    if (this.#decodedBytes <= freeDecoded + this.#rawBytes * this.limits.decodedPerByte) return true;
    this.shortfalls.add('decode-output');
    return false;
  }

  /** Takes note of characters that a rule is about to look at; false once there were too many. */
  allowWork(characters: number): boolean {
    this.#work += characters;
    if (this.#work <= freeWork + this.#rawBytes * workPerByte) return true;
    this.shortfalls.add('work');
    return false;
  }

  /**
   * Does some work on hits, and takes note of how long it took; not at all once all of it took too long for a log of
   * this size.
   */
  spend(work: () => void): void {
    if (this.#spent > freeTime + (this.#rawBytes / 1_000_000) * timePerMegabyte) {
      this.shortfalls.add('work');
      return;
    }
    const start = this.#clock();
    work();
    this.#spent += this.#clock() - start;
  }
}

function namesOf(rules: readonly AssignedRule[]): RegExp | undefined {
  const anchors = rules.flatMap((rule) => rule.anchors.map((anchor) => anchor.replace(/[^a-z0-9]/g, '\\$&')));
  return anchors.length === 0 ? undefined : new RegExp(anchors.join('|'));
}
