import { Base64Decoder, tryBase64 } from '../decode/base64.ts';
import { HexDecoder } from '../decode/hex.ts';
import { inflate, inflateLimits } from '../decode/inflate.ts';
import { looksLikeText } from '../decode/printable.ts';
import { endOfRun, findRun, isHexRun, nextFold, shortestRun } from '../decode/runs.ts';
import type { Layer, Origin } from './layer.ts';

/** Characters that must be in the window before a folded line is judged. */
const longestFold = 2048;
const leastText = 10;
const leastHex = 24;
/** Longer runs are not repeated by anything that prints a finding. */
const longestMasked = 64 * 1024;
const piece = 48 * 1024;

interface Decoder {
  decode(text: Uint8Array, from: number, to: number, target: Uint8Array): { next: number; written: number };
}

/** A run that is being decoded. */
interface OpenRun {
  readonly decoder: Decoder;
  readonly below: Layer;
  readonly origin: Origin;
  readonly compressed:
    { readonly form: 'gzip' | 'zlib'; readonly pieces: Buffer[]; size: number } | undefined;
  /** Where it begins; negative once that left the window. */
  start: number;
  /** Candidates there were before it. */
  readonly before: number;
  /** Up to where it was decoded, and the width of its lines once known. */
  at: number;
  width: number;
  readonly lineStart: boolean;
  firstEnd: number;
}

/** Finds runs of base64 and hex that hold text, decodes them as they come and reads them in the layer below. */
export class EncodedRuns {
  readonly #layer: Layer;
  readonly #base64 = new Base64Decoder();
  readonly #hex = new HexDecoder();
  readonly #target = Buffer.alloc(piece);
  readonly #sample = Buffer.alloc(64);
  #forced: number[] = [];
  #open: OpenRun | undefined;
  /** Up to where runs were looked for. */
  #at = 0;

  constructor(layer: Layer) {
    this.#layer = layer;
  }

  get openFrom(): number | undefined {
    return this.#open?.at;
  }

  reset(): void {
    this.#forced = [];
    this.#open = undefined;
    this.#at = 0;
  }

  /** Asks for the run around `quantum` to be decoded, where a quantum of four characters begins there. */
  force(quantum: number): void {
    this.#forced.push(quantum);
  }

  shift(count: number): void {
    this.#at -= count;
    if (this.#open === undefined) return;
    this.#open.at -= count;
    this.#open.start -= count;
    this.#open.firstEnd -= count;
  }

  process(safe: number, final: boolean): void {
    const { text } = this.#layer;
    if (!this.#advance(final)) return;
    while (this.#at < safe) {
      const run = findRun(text, this.#at, safe, this.#layer.length);
      if (run === undefined) {
        // A run may have begun just before the end of what is looked at.
        this.#at = final ? safe : this.#startOfWord(safe);
        break;
      }
      this.#at = run.end;
      if (this.#begin(run.start, run.end) && !this.#advance(final)) break;
    }
    this.#forced = [];
  }

  #startOfWord(at: number): number {
    const { text } = this.#layer;
    let start = at;
    while (start > this.#at && at - start < 64 && endOfRun(text, start - 1, start) === start) start -= 1;
    return start;
  }

  #begin(start: number, end: number): boolean {
    const layer = this.#layer;
    const found = this.#identify(start, end);
    if (found === undefined) return false;
    const below = layer.layerBelow('runs');
    if (below === undefined) return false;
    const first = start + found.phase;
    const encoding = found.holds === 'text' ? found.encoding : `${found.encoding}+${found.holds}`;
    const origin = layer.originAt(start, end, encoding);
    below.begin(origin);
    const decoder = found.encoding === 'hex' ? this.#hex : this.#base64;
    decoder.reset();
    const compressed = found.holds === 'text' ? undefined : { form: found.holds, pieces: [], size: 0 };
    const lineStart = start === 0 || layer.text[start - 1] === 10;
    const before = layer.engine.collector.added;
    this.#open = {
      decoder,
      below,
      origin,
      compressed,
      start,
      before,
      at: first,
      width: 0,
      lineStart,
      firstEnd: first,
    };
    this.#open.width = lineStart ? end - start : 0;
    return true;
  }

  #identify(start: number, end: number) {
    const { text } = this.#layer;
    if (isHexRun(text, start, Math.min(end, start + 64))) {
      const size = end - start;
      if (size < leastHex) return undefined;
      this.#hex.reset();
      const { written } = this.#hex.decode(text, start, Math.min(end, start + 48), this.#sample);
      if (looksLikeText(this.#sample, 0, written))
        return { encoding: 'hex', phase: 0, holds: 'text' } as const;
    }
    const trial = tryBase64(text, start, end, leastText);
    if (trial !== undefined) return { encoding: 'base64', ...trial } as const;
    const forced = this.#forced.find((at) => at >= start - 3 && at < end);
    if (forced === undefined) return undefined;
    return { encoding: 'base64', phase: (((forced - start) % 4) + 4) % 4, holds: 'text' } as const;
  }

  /** Decodes what is there of the open run. False if it goes on beyond the window. */
  #advance(final: boolean): boolean {
    const layer = this.#layer;
    for (let open = this.#open; open !== undefined; open = this.#open) {
      const end = endOfRun(layer.text, open.at, layer.length);
      if (!this.#feed(open, end)) {
        this.#close(open, endOfRun(layer.text, end, layer.length));
        break;
      }
      if (!final && layer.length - end < longestFold) {
        layer.extend(open.origin, open.at);
        return false;
      }
      const fold = nextFold(layer.text, end, layer.length, open.width);
      if (fold === undefined || !this.#continues(open, fold.start, fold.end)) {
        this.#close(open, end);
        break;
      }
      open.width = fold.end - fold.start > open.width ? fold.end - fold.start : open.width;
      open.at = fold.start;
      if (fold.last) {
        this.#feed(open, fold.end);
        this.#close(open, fold.end);
        break;
      }
    }
    return true;
  }

  /** Whether a line after a folded one decodes to text as well; compressed data cannot be told. */
  #continues(open: OpenRun, start: number, end: number): boolean {
    if (open.compressed !== undefined || end - start === open.width) return true;
    if (end - start < 8) return true;
    if (open.decoder === this.#hex) return isHexRun(this.#layer.text, start, end);
    return (
      tryBase64(
        this.#layer.text,
        start,
        end,
        Math.min(leastText, Math.floor(((end - start) * 3) / 4) - 3),
      ) !== undefined
    );
  }

  #feed(open: OpenRun, end: number): boolean {
    const { engine, text } = this.#layer;
    while (open.at < end) {
      const { next, written } = open.decoder.decode(text, open.at, end, this.#target);
      open.at = next;
      if (!engine.allowDecoded(written)) return false;
      if (open.compressed === undefined) open.below.write(this.#target.subarray(0, written));
      else if (open.compressed.size + written > inflateLimits.input) {
        engine.shortfalls.add('inflate-output');
        return false;
      } else {
        open.compressed.size += written;
        open.compressed.pieces.push(Buffer.from(this.#target.subarray(0, written)));
      }
    }
    return true;
  }

  #close(open: OpenRun, end: number): void {
    if (open.compressed !== undefined) this.#inflate(open, open.compressed);
    this.#layer.extend(open.origin, end);
    open.below.end();
    this.#remember(open, end);
    this.#open = undefined;
    this.#at = Math.max(this.#at, end);
  }

  /** What decodes to something found must be masked as it stands, line by line. */
  #remember(open: OpenRun, end: number): void {
    const { engine, text } = this.#layer;
    if (engine.collector.added === open.before || open.start < 0 || end - open.start > longestMasked) return;
    let stop = end;
    while (stop - end < 2 && text[stop] === 61 && stop < this.#layer.length) stop += 1;
    for (const line of text.toString('latin1', open.start, stop).split('\n')) {
      const folded = line.trim();
      if (folded.length >= shortestRun) engine.collector.remember(folded);
    }
  }

  #inflate(open: OpenRun, compressed: { form: 'gzip' | 'zlib'; pieces: Buffer[] }): void {
    const { engine } = this.#layer;
    const { form, pieces } = compressed;
    // The last line may have been no part of it.
    const data =
      inflate(Buffer.concat(pieces), form, inflateLimits.output) ??
      inflate(Buffer.concat(pieces.slice(0, -1)), form, inflateLimits.output);
    if (data === 'too-large') engine.shortfalls.add('inflate-output');
    else if (data !== undefined && engine.allowDecoded(data.length)) open.below.write(data);
  }
}
