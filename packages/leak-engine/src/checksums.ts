import { base62 } from './alphabets.ts';

const crcTable = new Uint32Array(256).map((_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

/** CRC-32 (ISO-HDLC, as in zip) of an ASCII text. */
export function crc32(text: string): number {
  let crc = 0xffffffff;
  for (let index = 0; index < text.length; index += 1) {
    crc = (crc >>> 8) ^ (crcTable[(crc ^ text.charCodeAt(index)) & 0xff] ?? 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

/** A number in base 62 (0-9A-Za-z), most significant digit first, padded with zeros to `width`. */
export function toBase62(value: number, width: number): string {
  let rest = value;
  let text = '';
  do {
    text = base62.charAt(rest % 62) + text;
    rest = Math.floor(rest / 62);
  } while (rest > 0);
  return text.padStart(width, '0');
}

/**
 * Whether the last 6 characters of `body` are the CRC-32 of what precedes them, in base 62: the scheme of GitHub's
 * classic tokens and of npm's (GitHub blog, 2021-04-05, "Behind GitHub's new authentication token formats").
 */
export function endsWithCrc32(body: string): boolean {
  return body.slice(-6) === toBase62(crc32(body.slice(0, -6)), 6);
}
