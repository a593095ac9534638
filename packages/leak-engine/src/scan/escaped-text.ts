import { unescape } from '../decode/escapes.ts';
import type { Layer, Origin } from './layer.ts';

/** How far before the first escape of a line its decoding begins: the longest window kept. */
const lead = 4096;
/** Longest escape, and characters that are decoded at once. */
const longestEscape = 12;
const piece = 16 * 1024;

/**
 * Lines that hold escapes go through the layer below once more with one level of them undone, from shortly before the
 * first escape on.
 */
export class EscapedText {
  readonly #layer: Layer;
  readonly #target = Buffer.alloc(piece + longestEscape);
  #noted: number[] = [];
  /** End of the line that the last one is in. */
  #notedTo = 0;
  #open: { below: Layer; origin: Origin; at: number } | undefined;
  /** Up to where the lines were decoded. */
  #end = 0;

  constructor(layer: Layer) {
    this.#layer = layer;
  }

  get openFrom(): number | undefined {
    return this.#open?.at;
  }

  reset(): void {
    this.#noted = [];
    this.#notedTo = 0;
    this.#open = undefined;
    this.#end = 0;
  }

  /** Takes note of an escape. */
  note(at: number): void {
    if (at < this.#notedTo) return;
    this.#noted.push(at);
    const lineEnd = this.#layer.text.indexOf(10, at);
    this.#notedTo = lineEnd < 0 || lineEnd > this.#layer.length ? this.#layer.length : lineEnd;
  }

  shift(count: number): void {
    this.#end = Math.max(0, this.#end - count);
    if (this.#open !== undefined) this.#open.at -= count;
  }

  process(safe: number, final: boolean): void {
    this.#advance(safe, final);
    for (const at of this.#noted) {
      if (at < this.#end || this.#open !== undefined) continue;
      this.#begin(at);
      this.#advance(safe, final);
    }
    this.#noted = [];
    this.#notedTo = 0;
  }

  #begin(at: number): void {
    const layer = this.#layer;
    const below = layer.layerBelow('escapes');
    if (below === undefined) {
      this.#end = at + 1;
      return;
    }
    const lineStart = layer.text.lastIndexOf(10, at) + 1;
    const start = Math.max(lineStart, at - lead, this.#end);
    const origin = layer.originAt(start, at, 'escaped');
    below.begin(origin);
    this.#open = { below, origin, at: start };
  }

  #advance(safe: number, final: boolean): void {
    const open = this.#open;
    if (open === undefined) return;
    const { text } = this.#layer;
    const lineBreak = text.indexOf(10, open.at);
    const lineEnds = lineBreak >= 0 && lineBreak < safe;
    const stop = lineEnds ? lineBreak : safe;
    while (open.at < stop) {
      const cut = Math.min(stop, open.at + piece);
      // An escape is not cut: the piece ends before one that may go on.
      const end = cut === stop ? this.#wholeEnd(cut, lineEnds || final) : this.#wholeEnd(cut, false);
      const { written } = unescape(text, open.at, end, this.#target);
      if (!this.#layer.engine.allowDecoded(written)) {
        this.#close(open, stop);
        return;
      }
      open.below.write(this.#target.subarray(0, written));
      open.at = end;
      if (end < cut && cut === stop) break;
    }
    this.#layer.extend(open.origin, open.at);
    if (lineEnds || final) this.#close(open, stop);
  }

  #wholeEnd(cut: number, closed: boolean): number {
    if (closed) return cut;
    const { text } = this.#layer;
    for (let at = cut - 1; at > cut - longestEscape; at -= 1) {
      const byte = text[at];
      if (byte === 37 || byte === 38 || (byte === 92 && text[at - 1] !== 92)) return at;
    }
    return cut;
  }

  #close(open: { below: Layer }, end: number): void {
    open.below.end();
    this.#end = end + 1;
    this.#open = undefined;
  }
}
