import { createHash } from 'node:crypto';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const digits = '0123456789';

/** Text that looks drawn, the same for the same seed. */
function drawn(seed: string, length: number, alphabet: string): string {
  let text = '';
  for (let round = 0; text.length < length; round += 1) {
    for (const byte of createHash('sha256').update(`${seed} ${round}`).digest())
      text += alphabet[byte % alphabet.length];
  }
  return text.slice(0, length);
}

/** A GitHub personal access token whose checksum holds: CRC-32 in six digits of base 62. */
export function fakeToken(seed: string): string {
  const body = drawn(seed, 30, letters + digits);
  return ['ghp', body + checksum(body)].join('_');
}

function checksum(text: string): string {
  const alphabet = `${digits}${letters.slice(0, 26)}${letters.slice(26)}`;
  let value = crc(Buffer.from(text));
  let encoded = '';
  for (let place = 0; place < 6; place += 1) {
    encoded = alphabet[value % 62]! + encoded;
    value = Math.floor(value / 62);
  }
  return encoded;
}

function crc(bytes: Uint8Array): number {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit += 1) value = (value & 1) === 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return (value ^ 0xffffffff) >>> 0;
}

export function base64(text: string, times = 1): string {
  return times === 0 ? text : base64(Buffer.from(text).toString('base64'), times - 1);
}

/** A log as the runner writes it: a timestamp before every line, two steps. */
export function logOf(...lines: readonly string[]): string {
  const text = ['##[group]Run make build', 'make build', '##[endgroup]', ...lines];
  return `\ufeff${text.map((line, index) => `2026-11-20T10:00:${String(index % 60).padStart(2, '0')}.1234567Z ${line}\n`).join('')}`;
}
