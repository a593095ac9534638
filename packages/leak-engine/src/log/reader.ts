import type { Automaton } from '../prefilter/automaton.ts';
import { sequenceLookahead, skipSequence } from './escape-sequences.ts';
import { skipTimestamp, timestampLookahead } from './timestamps.ts';

/** Characters of text that a reader holds at most. */
export const readerCapacity = 192 * 1024;

/** The next byte decides whether a lone special byte is part of something longer. */
const longestSpecial = Math.max(sequenceLookahead, timestampLookahead) + 4;

/** A reader that may not finish leaves fewer bytes than this unread. */
export const readerLookahead = longestSpecial;

/**
 * The text of a log as its author printed it: without timestamps, byte order marks, carriage returns, control
 * sequences and NULs (which makes ASCII of UTF-16). The same pass runs the automaton over it, which ignores line
 * breaks, so that a needle is found where a line was wrapped.
 *
 * The reader holds a window; marks tell which raw line and byte each position of it came from.
 */
export class LogReader {
  readonly text = Buffer.alloc(readerCapacity);
  length = 0;
  /** Position (of the byte after the needle's last one) and automaton state of each hit in the window. */
  hitAt = new Int32Array(4096);
  hitState = new Uint16Array(4096);
  hits = 0;

  readonly #automaton: Automaton;
  #state = 0;
  #line = 1;
  #raw = 0;
  #lineStart = true;
  #markAt = new Int32Array(4096);
  #markRaw = new Float64Array(4096);
  #markLine = new Float64Array(4096);
  #marks = 0;

  constructor(automaton: Automaton) {
    this.#automaton = automaton;
    this.reset();
  }

  /** Raw offset of the next byte. */
  get bytes(): number {
    return this.#raw;
  }

  /** Number of the line that the next byte belongs to, from 1. */
  get line(): number {
    return this.#line;
  }

  /** Begins a text whose first byte stands at a raw offset (from 0) and line (from 1). */
  reset(raw = 0, line = 1): void {
    this.length = 0;
    this.hits = 0;
    this.#state = 0;
    this.#line = line;
    this.#raw = raw;
    this.#lineStart = true;
    this.#marks = 0;
    this.#mark(0, raw);
  }

  /**
   * Reads until the source ends, the window is full or more bytes are needed to go on (only unless `final`).
   * @returns where it stopped.
   */
  read(source: Uint8Array, from: number, final: boolean): number {
    const { classes, table, shift, firstAccepting } = this.#automaton;
    const text = this.text;
    const to = source.length;
    const rawBase = this.#raw - from;
    let at = from;
    let out = this.length;
    let state = this.#state;
    if (this.#lineStart && (final || to - at >= longestSpecial)) {
      at = this.#beginLine(source, at, to, out, rawBase);
    }
    if (this.#lineStart) return at;
    while (at < to && out < readerCapacity) {
      const byte = source[at] as number;
      if (byte >= 32 && byte !== 0xef) {
        text[out] = byte;
        out += 1;
        at += 1;
        state = table[(state << shift) | (classes[byte] as number)] as number;
        if (state >= firstAccepting) this.#hit(out, state);
        continue;
      }
      if (!final && to - at < longestSpecial) break;
      if (byte === 10) {
        text[out] = 10;
        out += 1;
        at += 1;
        this.#line += 1;
        at = this.#beginLine(source, at, to, out, rawBase);
        continue;
      }
      const next = skipSpecial(source, at, to);
      if (next !== at) {
        // A lone carriage return overwrites its line on a terminal: what follows is a line of its own.
        if (byte === 13 && source[next] !== 10) {
          text[out] = 10;
          out += 1;
        }
        at = next;
        this.#mark(out, rawBase + at);
        continue;
      }
      text[out] = byte;
      out += 1;
      at += 1;
      state = table[(state << shift) | (classes[byte] as number)] as number;
      if (state >= firstAccepting) this.#hit(out, state);
    }
    this.length = out;
    this.#state = state;
    this.#raw = rawBase + at;
    return at;
  }

  /** Forgets the first `count` characters of the window, and the hits that end at or before `processed`. */
  discard(count: number, processed: number): void {
    this.text.copyWithin(0, count, this.length);
    this.length -= count;
    let kept = 0;
    for (let index = 0; index < this.hits; index += 1) {
      const at = this.hitAt[index] as number;
      if (at <= processed) continue;
      this.hitAt[kept] = at - count;
      this.hitState[kept] = this.hitState[index] as number;
      kept += 1;
    }
    this.hits = kept;
    const first = this.#markBefore(count);
    for (let index = first; index < this.#marks; index += 1) {
      const shifted = (this.#markAt[index] as number) - count;
      const target = index - first;
      this.#markRaw[target] = (this.#markRaw[index] as number) - Math.min(0, shifted);
      this.#markAt[target] = Math.max(0, shifted);
      this.#markLine[target] = this.#markLine[index] as number;
    }
    this.#marks -= first;
  }

  /** The raw byte offset of a position in the window. */
  rawOffset(at: number): number {
    const mark = this.#markBefore(at);
    return (this.#markRaw[mark] as number) + at - (this.#markAt[mark] as number);
  }

  /** The raw line number (from 1) of a position in the window. */
  rawLine(at: number): number {
    return this.#markLine[this.#markBefore(at)] as number;
  }

  /** Skips byte order marks and a timestamp; leaves `#lineStart` set if it cannot be decided yet. */
  #beginLine(source: Uint8Array, from: number, to: number, out: number, rawBase: number): number {
    this.#lineStart = false;
    let at = from;
    while (source[at] === 0xef && source[at + 1] === 0xbb && source[at + 2] === 0xbf) at += 3;
    at = skipTimestamp(source, at, to);
    this.#mark(out, rawBase + at);
    return at;
  }

  #hit(at: number, state: number): void {
    if (this.hits === this.hitAt.length) {
      this.hitAt = grow(this.hitAt, Int32Array);
      this.hitState = grow(this.hitState, Uint16Array);
    }
    this.hitAt[this.hits] = at;
    this.hitState[this.hits] = state;
    this.hits += 1;
  }

  #mark(at: number, raw: number): void {
    // Of several marks at one place only the last counts.
    if (this.#marks > 0 && this.#markAt[this.#marks - 1] === at) this.#marks -= 1;
    if (this.#marks === this.#markAt.length) {
      this.#markAt = grow(this.#markAt, Int32Array);
      this.#markRaw = grow(this.#markRaw, Float64Array);
      this.#markLine = grow(this.#markLine, Float64Array);
    }
    this.#markAt[this.#marks] = at;
    this.#markRaw[this.#marks] = raw;
    this.#markLine[this.#marks] = this.#line;
    this.#marks += 1;
  }

  /** The last mark at or before a position. */
  #markBefore(at: number): number {
    let low = 0;
    let high = this.#marks - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#markAt[middle] as number) <= at) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

/** Where a byte sequence that is not text (carriage return, NUL, byte order mark, control sequence) ends. */
function skipSpecial(source: Uint8Array, at: number, to: number): number {
  const byte = source[at];
  if (byte === 13 || byte === 0) return at + 1;
  if (byte === 27) return skipSequence(source, at, to);
  if (byte === 0xef && source[at + 1] === 0xbb && source[at + 2] === 0xbf) return at + 3;
  return at;
}

function grow<T extends Int32Array | Uint16Array | Float64Array>(
  array: T,
  type: new (length: number) => T,
): T {
  const larger = new type(array.length * 2);
  larger.set(array);
  return larger;
}
