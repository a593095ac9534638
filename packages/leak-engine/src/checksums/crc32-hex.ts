import { crc32 } from '../checksums.ts';

/** CRC-32 of an ASCII text as 8 hex digits, most significant byte first. */
export function crc32Hex(text: string): string {
  return crc32(text).toString(16).padStart(8, '0');
}

/** CRC-32 of an ASCII text as 8 hex digits, least significant byte first, as Grafana prints it. */
export function crc32HexReversed(text: string): string {
  return (crc32Hex(text).match(/../g) ?? []).reverse().join('');
}
