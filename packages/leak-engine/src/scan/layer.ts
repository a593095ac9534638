import type { Candidate, LayerSpan, Place } from '../findings/candidate.ts';
import { LogReader, readerLookahead } from '../log/reader.ts';
import { LogStructure, type LogPosition } from '../log/structure.ts';
import { reportDigest } from './detect-known.ts';
import type { Engine } from './engine.ts';
import { EscapedText } from './escaped-text.ts';
import type { Needle } from '../prefilter/needles.ts';
import { dispatchHit, type HitState } from './hits.ts';
import { EncodedRuns } from './encoded-runs.ts';
import type { Sighting, View } from './view.ts';

/** Text that a detector may need after what it found, and before it. */
const lookahead = 32 * 1024;
const lookback = 4 * 1024;

/** Hits between two looks at the clock. */
const hitsAtOnce = 64;

/** More than what a reader leaves unread at the end of a piece, waiting for what follows. */
const jointLength = 4 * readerLookahead;

const mostAround = { before: 256, after: 128 } as const;

/** Where a decoded text came from. */
export interface Origin {
  readonly place: Place;
  readonly chain: readonly string[];
  readonly spans: readonly LayerSpan[];
}

/**
 * A text at some depth of decoding, read in pieces of any size through a window of fixed size. The outermost layer is
 * the log; what is decoded within a layer goes through another one below it. Layers are reused.
 */
export class Layer implements View {
  readonly engine: Engine;
  readonly depth: number;
  readonly text: Buffer;
  readonly #reader: LogReader;
  readonly #structure = new LogStructure();
  readonly #runs: EncodedRuns;
  readonly #escaped: EscapedText;
  readonly #hits: HitState = { nameEnd: 0, dump: undefined };
  #below: Map<string, Layer> | undefined;
  #origin: Origin | undefined;
  #id = 0;
  /** Characters discarded so far, and how far the window has been looked at. */
  #base = 0;
  #done = 0;
  #rest: Buffer | undefined;

  constructor(engine: Engine, depth: number) {
    this.engine = engine;
    this.depth = depth;
    this.#reader = new LogReader(engine.prefilter.automaton);
    this.text = this.#reader.text;
    this.#runs = new EncodedRuns(this);
    this.#escaped = new EscapedText(this);
  }

  get length(): number {
    return this.#reader.length;
  }

  get position(): LogPosition {
    return this.#structure.position;
  }

  get structure(): LogStructure {
    return this.#structure;
  }

  get runs(): EncodedRuns {
    return this.#runs;
  }

  get escaped(): EscapedText {
    return this.#escaped;
  }

  get isLog(): boolean {
    return this.#origin === undefined;
  }

  /** Raw offset and line that were reached. */
  get read(): { bytes: number; lines: number } {
    return { bytes: this.#reader.bytes, lines: this.#reader.line };
  }

  /** Raw offset up to which findings that begin there have been reported. */
  get settled(): number {
    const open = this.#runs.openFrom ?? this.#escaped.openFrom;
    return this.#reader.rawOffset(Math.min(this.#done, open ?? this.#done));
  }

  /** Whether a position is in the log and not beyond the part that is scanned. */
  owns(at: number): boolean {
    if (!this.isLog) return false;
    return this.engine.part === undefined || this.#reader.rawOffset(at) < this.engine.part.to;
  }

  /** Begins a new text; the outermost layer has no origin. */
  begin(origin: Origin | undefined): void {
    this.#origin = origin;
    this.#id = this.engine.nextLayer();
    const part = origin === undefined ? this.engine.part : undefined;
    this.#reader.reset(part?.startByte, part?.startLine);
    this.#structure.reset();
    this.#runs.reset();
    this.#escaped.reset();
    this.#hits.nameEnd = 0;
    this.#hits.dump = undefined;
    this.#base = 0;
    this.#done = 0;
    this.#rest = undefined;
  }

  write(bytes: Uint8Array): void {
    if (this.isLog) this.engine.countRaw(bytes.length);
    const rest = this.#rest;
    if (rest === undefined) {
      this.#readFrom(bytes, 0);
      return;
    }
    // What was left is read together with a little of what follows, so that large pieces are not copied.
    const joint = Buffer.concat([rest, bytes.subarray(0, jointLength)]);
    if (bytes.length <= jointLength) this.#readFrom(joint, 0);
    else this.#readFrom(bytes, this.#readAll(joint, 0, false) - rest.length);
  }

  #readFrom(source: Uint8Array, from: number): void {
    const at = this.#readAll(source, from, false);
    this.#rest = at < source.length ? Buffer.from(source.subarray(at)) : undefined;
  }

  end(): void {
    this.#readAll(this.#rest ?? Buffer.alloc(0), 0, true);
    this.#rest = undefined;
    this.#process(true);
    this.#reportDump();
    if (this.isLog) this.engine.collector.flush();
  }

  #readAll(source: Uint8Array, from: number, final: boolean): number {
    let at = from;
    for (;;) {
      const next = this.#reader.read(source, at, final);
      const full = next < source.length && this.#reader.length > lookahead + lookback;
      const stuck = next === at && !full;
      at = next;
      if (at >= source.length || stuck) return at;
      if (full) this.#process(false);
    }
  }

  #process(final: boolean): void {
    const safe = final ? this.length : Math.max(this.#done, this.length - lookahead);
    for (let index = 0; index < this.#reader.hits && (this.#reader.hitAt[index] as number) <= safe;) {
      const first = index;
      index = Math.min(this.#reader.hits, index + hitsAtOnce);
      const last = index;
      this.engine.spend(() => this.#dispatch(first, last, safe));
    }
    this.engine.digests?.probe(this.text, this.#done, safe, this.length, (start, end) =>
      reportDigest(this, start, end),
    );
    this.#runs.process(safe, final);
    this.#escaped.process(safe, final);
    this.#done = safe;
    if (this.isLog) this.engine.collector.flush();
    if (!final) this.#discard(safe);
  }

  #dispatch(first: number, last: number, safe: number): void {
    const { hitAt, hitState } = this.#reader;
    const { accepted, automaton } = this.engine.prefilter;
    for (let index = first; index < last; index += 1) {
      const end = hitAt[index] as number;
      if (end > safe) return;
      const needles = accepted[(hitState[index] as number) - automaton.firstAccepting] as readonly Needle[];
      for (const needle of needles) dispatchHit(this, needle, end, this.#hits);
    }
  }

  #discard(safe: number): void {
    const count = Math.max(0, safe - lookback);
    if (count === 0) return;
    this.#reader.discard(count, safe);
    this.#runs.shift(count);
    this.#escaped.shift(count);
    this.#base += count;
    this.#done -= count;
    this.#hits.nameEnd = Math.max(0, this.#hits.nameEnd - count);
  }

  /** The layer that reads what is decoded here by one kind of decoder; undefined beyond the greatest depth. */
  layerBelow(decoder: string): Layer | undefined {
    if (this.depth >= this.engine.limits.depth) {
      this.engine.shortfalls.add('decode-depth');
      return undefined;
    }
    this.#below ??= new Map<string, Layer>();
    let layer = this.#below.get(decoder);
    if (layer === undefined) this.#below.set(decoder, (layer = new Layer(this.engine, this.depth + 1)));
    return layer;
  }

  /** What a text decoded at `[start, end)` comes from. */
  originAt(start: number, end: number, encoding: string): Origin {
    const chain = [...(this.#origin?.chain ?? []), encoding];
    const span = { layer: this.#id, start: this.#base + start, end: this.#base + end };
    return { place: this.placeAt(start, end), chain, spans: [span, ...(this.#origin?.spans ?? [])] };
  }

  /** Moves the end of a run that is still being decoded. */
  extend(origin: Origin, end: number): void {
    const span = origin.spans[0];
    if (span !== undefined) span.end = this.#base + end;
    if (this.isLog) origin.place.end = this.#reader.rawOffset(end);
  }

  placeAt(start: number, end: number): Place {
    if (this.#origin !== undefined) return this.#origin.place;
    return {
      line: this.#reader.rawLine(start),
      start: this.#reader.rawOffset(start),
      end: this.#reader.rawOffset(end),
      around: this.#around(start, end),
      step: this.#structure.position.step,
    };
  }

  /** The line's text before and after a span, bounded. */
  #around(start: number, end: number): string {
    const before = this.text.toString('latin1', Math.max(0, start - mostAround.before), start);
    const after = this.text.toString('latin1', end, Math.min(this.length, end + mostAround.after));
    const lineEnd = after.indexOf('\n');
    return `${before.slice(before.lastIndexOf('\n') + 1)}\0${lineEnd < 0 ? after : after.slice(0, lineEnd)}`;
  }

  report(sighting: Sighting): void {
    const { start, end, ...rest } = sighting;
    const span = { layer: this.#id, start: this.#base + start, end: this.#base + end };
    const candidate: Candidate = {
      ...rest,
      place: this.placeAt(start, end),
      chain: this.#origin?.chain ?? [],
      spans: [span, ...(this.#origin?.spans ?? [])],
    };
    this.engine.collector.add(candidate);
  }

  #reportDump(): void {
    const dump = this.#hits.dump;
    if (dump === undefined) return;
    this.engine.collector.addDump(dump, this.#origin?.chain ?? [], this.#origin?.spans ?? []);
    this.#hits.dump = undefined;
  }
}
