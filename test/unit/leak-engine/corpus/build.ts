import type { Random } from '@sallyport/leak-engine';
import { createRandom } from '../random.ts';
import { noiseLine } from './noise.ts';

/** Where something was planted. */
export interface Plant {
  readonly kind: string;
  readonly form: string;
  readonly firstLine: number;
  readonly lastLine: number;
}

/** A log under construction, with its truth. */
export class Corpus {
  readonly random: Random;
  readonly plants: Plant[] = [];
  readonly #lines: string[] = [];
  #clock = 0;

  constructor(seed: number) {
    this.random = createRandom(seed);
  }

  /** Lines of noise; one of so many is a hard negative. */
  noise(count: number, oneIn = 5): void {
    for (let index = 0; index < count; index += 1) this.#push(noiseLine(this.random, oneIn));
  }

  /** Lines of text as they are, each with a timestamp, without truth. */
  print(lines: readonly string[]): void {
    for (const line of lines) this.#push(line);
  }

  plant(kind: string, form: string, lines: readonly string[]): void {
    const firstLine = this.#lines.length + 1;
    this.print(lines);
    this.plants.push({ kind, form, firstLine, lastLine: this.#lines.length });
  }

  #push(line: string): void {
    this.#clock += 137 + this.random.int(90_000);
    const ticks = String(this.#clock % 10_000_000).padStart(7, '0');
    const seconds = String(Math.floor(this.#clock / 10_000_000) % 60).padStart(2, '0');
    this.#lines.push(`2026-11-24T10:00:${seconds}.${ticks}Z ${line}`);
  }

  /** The log as the runner stores it: a byte order mark first. */
  toBytes(): Buffer {
    return Buffer.from(`\u00EF\u00BB\u00BF${this.#lines.join('\n')}\n`, 'latin1');
  }
}
