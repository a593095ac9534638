import { unescape } from '../decode/escapes.ts';
import type { Layer, Origin } from './layer.ts';

/** How far before the first escape of a line its decoding begins: the name of a value, the beginning of a token. */
const lead = 256;
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
    this.#open = undefined;
    this.#end = 0;
  }

  /** Takes note of an escape. */
  note(at: number): void {
    const last = this.#noted.at(-1);
    if (last === undefined || at - last >= lead) this.#noted.push(at);
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
      if (end < cut) break;
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
