import { looksCompressed, looksLikeText } from './printable.ts';

const skip = 255;

/** Six bits of each character of base64 and base64url (RFC 4648 §4 and §5); 255: not in either alphabet. */
export const sextets: Uint8Array = new Uint8Array(256).fill(skip);
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
for (let index = 0; index < alphabet.length; index += 1) sextets[alphabet.charCodeAt(index)] = index;
for (const character of '+-') sextets[character.charCodeAt(0)] = 62;
for (const character of '/_') sextets[character.charCodeAt(0)] = 63;

/** Decodes whole quanta of base64 that come in pieces; everything outside the alphabet is skipped. */
export class Base64Decoder {
  #bits = 0;
  #count = 0;

  /** Forgets what is left of an earlier text. */
  reset(): void {
    this.#bits = 0;
    this.#count = 0;
  }

  /**
   * Decodes as much of `text[from, to)` as `target` can take.
   * @returns where it stopped, and how many bytes it wrote.
   */
  decode(text: Uint8Array, from: number, to: number, target: Uint8Array): { next: number; written: number } {
    let bits = this.#bits;
    let count = this.#count;
    let written = 0;
    let at = from;
    const room = target.length - 1;
    while (at < to && written < room) {
      const sextet = sextets[text[at] as number] as number;
      at += 1;
      if (sextet === skip) continue;
      bits = ((bits << 6) | sextet) & 0xfff;
      count += 6;
      if (count >= 8) {
        count -= 8;
        target[written] = (bits >> count) & 0xff;
        written += 1;
      }
    }
    this.#bits = bits;
    this.#count = count;
    return { next: at, written };
  }
}

/** What a run of base64 characters turns out to hold. */
export interface Base64Trial {
  /** Characters to skip, so that the first quantum is whole. */
  readonly phase: number;
  readonly holds: 'text' | 'gzip' | 'zlib';
}

const trialBytes = 24;
const sample = new Uint8Array(trialBytes + 4);
const sampler = new Base64Decoder();

/** Whether no text has this byte after ASCII: controls, and what cannot lead a UTF-8 sequence. */
const never = new Uint8Array(256);
for (let byte = 0; byte < 256; byte += 1) {
  const control = byte < 32 && byte !== 0 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 27;
  if (control || byte === 127 || (byte >= 0x80 && byte < 0xc2) || (byte > 0xf4 && byte !== 0xff))
    never[byte] = 1;
}

/** Whether the first quantum alone shows that a run holds no text: of noise, most ends here. */
function cannotBeText(text: Uint8Array, at: number): boolean {
  const two = sextets[text[at + 1] as number] as number;
  const three = sextets[text[at + 2] as number] as number;
  const first = (((sextets[text[at] as number] as number) << 2) | (two >> 4)) & 255;
  if (never[first] === 1) return true;
  if (first >= 128) return false;
  const second = ((two << 4) | (three >> 2)) & 255;
  if (never[second] === 1) return true;
  return second < 128 && never[((three << 6) | (sextets[text[at + 3] as number] as number)) & 255] === 1;
}

function sampleHoldsText(text: Uint8Array, from: number, to: number, least: number): boolean {
  if (cannotBeText(text, from)) return false;
  const room = sample.subarray(0, Math.min(sample.length, Math.floor(((to - from) * 3) / 4) + 1));
  sampler.reset();
  const { written } = sampler.decode(text, from, to, room);
  return written >= least && looksLikeText(sample, 0, written);
}

/** First characters of gzip (`H4sI`) and zlib (`eA`, `eJ`, `eN`) in base64. */
const compressedBeginnings = new Set([0x48, 0x65]);

/**
 * Whether a run of base64 characters decodes to text or to something compressed, tried in its four phases at its
 * beginning and in its middle: what stands before the base64 may belong to its alphabet too.
 * @param least Decoded bytes that must be text.
 */
export function tryBase64(
  text: Uint8Array,
  from: number,
  to: number,
  least: number,
): Base64Trial | undefined {
  for (let phase = 0; phase < 4 && from + phase + 4 <= to; phase += 1) {
    const start = from + phase;
    const end = Math.min(to, start + 32);
    if (sampleHoldsText(text, start, end, least)) return { phase, holds: 'text' };
    // Compressed data begins its text; only a delimiter of the alphabet (`/`, `-`) may come before it.
    if (phase <= 1 && to - start >= 24 && compressedBeginnings.has(text[start] as number)) {
      sampler.reset();
      sampler.decode(text, start, start + 4, sample);
      const compressed = looksCompressed(sample, 0);
      if (compressed !== undefined) return { phase, holds: compressed };
    }
  }
  const middle = from + ((to - from) >> 1);
  if (middle - from < 16 || to - middle < 32) return undefined;
  for (let phase = 0; phase < 4; phase += 1) {
    if (!sampleHoldsText(text, middle + phase, middle + phase + 28, trialBytes - 4)) continue;
    return { phase: (middle + phase - from) % 4, holds: 'text' };
  }
  return undefined;
}
