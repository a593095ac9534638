import { builtIn } from './built-in.ts';
import type { Candidate, LayerSpan, Place } from './candidate.ts';
import { skeletonOf } from './skeleton.ts';

/** Findings with the same rule, value, step and line text, counted. */
export interface Finding extends Omit<Candidate, 'spans'> {
  /** Equal for findings of the same value; says nothing else. */
  readonly sameValue: number;
  /** The line's text without anything that was found in it or looks random. */
  readonly skeleton: string;
  readonly occurrences: number;
}

/** Informative findings (expired tokens and URLs) that are kept. */
const mostInformative = 200;

/** What the collector takes from a dump. */
interface DumpContents {
  readonly place: Place;
  readonly pairs: number;
  readonly names: ReadonlySet<string>;
  readonly values: readonly string[];
}

/** Most candidates of one line that are compared with each other. */
const mostCompared = 64;

/** Gathers candidates, settles which of several about the same text stays, and counts repetitions. */
export class Collector {
  readonly #limit: number;
  readonly #own: { readonly from: number; readonly to: number };
  readonly #findings = new Map<string, Finding & { occurrences: number }>();
  readonly #ordinals = new Map<string, number>();
  readonly #secrets = new Set<string>();
  #batch: Candidate[] = [];
  #dropped = 0;
  #added = 0;
  #informative = 0;

  /**
   * @param limit Findings that are kept; more are counted only.
   * @param own Raw bytes at which findings must begin.
   */
  constructor(limit: number, own: { readonly from: number; readonly to: number } | undefined) {
    this.#limit = limit;
    this.#own = own ?? { from: 0, to: Number.POSITIVE_INFINITY };
  }

  add(candidate: Candidate): void {
    if (candidate.place.start < this.#own.from || candidate.place.start >= this.#own.to) return;
    this.#batch.push(candidate);
    this.#added += 1;
    if (this.#batch.length >= 4096) this.flush();
  }

  /** Adds a whole memory dump, and every value in it to the secrets. */
  addDump(dump: DumpContents, chain: readonly string[], spans: readonly LayerSpan[]): void {
    for (const value of dump.values) this.remember(value);
    const names = [...dump.names].sort();
    this.add({
      rule: builtIn.memoryDump,
      distinctive: true,
      value: dump.values.join('\n'),
      place: dump.place,
      chain,
      spans,
      severity: 'critical',
      confidence: 'certain',
      why: [`it holds ${dump.pairs} name and value pairs as the runner keeps them`],
      dump: { pairs: dump.pairs, names },
    });
  }

  /** Adds a text to what must be masked. */
  remember(value: string): void {
    if (this.#secrets.size < this.#limit * 4) this.#secrets.add(value);
  }

  /** Settles what was added. Called when no candidate of the same text can follow. */
  flush(): void {
    if (this.#batch.length === 0) return;
    const batch = this.#batch;
    this.#batch = [];
    const lines = new Map<number, Candidate[]>();
    for (const candidate of batch) {
      const line = lines.get(candidate.place.line);
      if (line === undefined) lines.set(candidate.place.line, [candidate]);
      else line.push(candidate);
    }
    for (const candidates of lines.values()) {
      const values = [...new Set(candidates.map((candidate) => candidate.value))];
      for (const candidate of settle(candidates)) this.#keep(candidate, values);
      for (const candidate of candidates) if (candidate.dump === undefined) this.remember(candidate.value);
    }
  }

  #keep(candidate: Candidate, values: readonly string[]): void {
    const skeleton = skeletonOf(candidate.place.around, values);
    const key = [candidate.rule.id, candidate.place.step ?? '', skeleton, candidate.value].join('\0');
    const before = this.#findings.get(key);
    if (before !== undefined) {
      before.occurrences += 1;
      return;
    }
    // What only informs must not crowd out what matters.
    if (candidate.severity === 'info') {
      if (this.#informative >= mostInformative) return;
      this.#informative += 1;
    }
    if (this.#findings.size - this.#informative >= this.#limit) {
      this.#dropped += 1;
      return;
    }
    let sameValue = this.#ordinals.get(candidate.value);
    if (sameValue === undefined) this.#ordinals.set(candidate.value, (sameValue = this.#ordinals.size + 1));
    const { spans: _, ...rest } = candidate;
    this.#findings.set(key, { ...rest, skeleton, sameValue, occurrences: 1 });
  }

  /** Candidates so far. */
  get added(): number {
    return this.#added;
  }

  /** Findings that were not kept because there were too many. */
  get dropped(): number {
    return this.#dropped;
  }

  get findings(): readonly Finding[] {
    return [...this.#findings.values()];
  }

  /**
   * Every value that was found, also of candidates that gave way to others, and every line of base64 or hex that holds
   * one, at each depth: what must be masked.
   */
  get secrets(): readonly string[] {
    return [...this.#secrets];
  }
}

/** The candidates of one line, without those that a better one already covers. */
function settle(candidates: readonly Candidate[]): Candidate[] {
  if (candidates.length === 1) return [...candidates];
  const ranked = [...candidates].sort((left, right) => rank(right) - rank(left));
  const kept: Candidate[] = [];
  const keys = new Set<string>();
  for (const candidate of ranked) {
    const key = plain(candidate.value);
    if (keys.has(key) && !isKnown(candidate)) continue;
    const compared = kept.slice(0, mostCompared);
    if (!candidate.distinctive && compared.some((better) => covers(better, candidate))) continue;
    if (candidate.distinctive && compared.some((better) => isWithin(candidate, better))) continue;
    keys.add(key);
    kept.push(candidate);
  }
  return kept;
}

function isKnown(candidate: Candidate): boolean {
  return candidate.rule.id === 'known-value';
}

const confidences = { certain: 3, high: 2, medium: 1, low: 0 } as const;

function rank(candidate: Candidate): number {
  const distinctive = candidate.distinctive ? 100 : 0;
  return distinctive + confidences[candidate.confidence] * 10 - candidate.chain.length;
}

/** A value without what quoting may have added. */
function plain(value: string): string {
  return value
    .replace(/\\{1,8}([nrt"'/\\])/g, '$1')
    .replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** Whether a better candidate speaks of the same text as a contextual one. */
function covers(better: Candidate, candidate: Candidate): boolean {
  if (better.rule.id === 'runner-memory-dump') return sharesSpan(better, candidate);
  const one = plain(better.value);
  const other = plain(candidate.value);
  if (one.includes(other) || other.includes(one)) return true;
  return sharesSpan(better, candidate);
}

function sharesSpan(better: Candidate, candidate: Candidate): boolean {
  const own = candidate.spans[0];
  if (own === undefined) return false;
  return better.spans.some(
    (span) => span.layer === own.layer && span.start < own.end && own.start < span.end,
  );
}

/** Whether a distinctive match lies wholly within another one of the same layer. */
function isWithin(candidate: Candidate, other: Candidate): boolean {
  const inner = candidate.spans[0];
  const outer = other.spans[0];
  if (inner === undefined || outer === undefined || !other.distinctive) return false;
  if (other.rule.id === 'runner-memory-dump' || isKnown(candidate) || isKnown(other)) return false;
  return inner.layer === outer.layer && inner.start >= outer.start && inner.end <= outer.end;
}
