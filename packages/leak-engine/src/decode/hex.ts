import { hexDigits } from './runs.ts';

/** Decodes hex that comes in pieces; everything that is no digit is skipped. */
export class HexDecoder {
  #high = -1;

  reset(): void {
    this.#high = -1;
  }

  /** As `Base64Decoder.decode`. */
  decode(text: Uint8Array, from: number, to: number, target: Uint8Array): { next: number; written: number } {
    let written = 0;
    let at = from;
    while (at < to && written < target.length) {
      const digit = hexDigits[text[at] as number] as number;
      at += 1;
      if (digit === 255) continue;
      if (this.#high < 0) this.#high = digit;
      else {
        target[written] = (this.#high << 4) | digit;
        written += 1;
        this.#high = -1;
      }
    }
    return { next: at, written };
  }
}
