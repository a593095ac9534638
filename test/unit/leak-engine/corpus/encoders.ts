import { deflateSync, gzipSync } from 'node:zlib';

// Encoders of the corpus. They share nothing with the engine they judge.

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Base64 with padding, three bytes at a time. */
export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const rest = bytes.length - at;
    const group =
      ((bytes[at] ?? 0) << 16) |
      ((rest > 1 ? (bytes[at + 1] ?? 0) : 0) << 8) |
      (rest > 2 ? (bytes[at + 2] ?? 0) : 0);
    text += alphabet.charAt(group >> 18) + alphabet.charAt((group >> 12) & 63);
    text += rest > 1 ? alphabet.charAt((group >> 6) & 63) : '=';
    text += rest > 2 ? alphabet.charAt(group & 63) : '=';
  }
  return text;
}

const utf8 = new TextEncoder();

export function base64(text: string): string {
  return toBase64(utf8.encode(text));
}

export function base64url(text: string): string {
  return base64(text).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '');
}

export function utf16(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  for (let at = 0; at < text.length; at += 1) {
    bytes[at * 2] = text.charCodeAt(at) & 255;
    bytes[at * 2 + 1] = text.charCodeAt(at) >> 8;
  }
  return bytes;
}

export function hex(text: string, upper = false): string {
  const digits = [...utf8.encode(text)].map((byte) => (byte < 16 ? '0' : '') + byte.toString(16)).join('');
  return upper ? digits.toUpperCase() : digits;
}

/** Every character escaped by its code. */
export function escapeAll(
  text: string,
  style: 'percent' | 'unicode' | 'x' | 'entity' | 'hex-entity',
): string {
  return Array.from(text, (character) => {
    const code = character.charCodeAt(0);
    const digits = code.toString(16).padStart(2, '0');
    switch (style) {
      case 'percent':
        return `%${digits.toUpperCase()}`;
      case 'unicode':
        return `\\u${digits.padStart(4, '0')}`;
      case 'x':
        return `\\x${digits}`;
      case 'entity':
        return `&#${code};`;
      case 'hex-entity':
        return `&#x${digits};`;
    }
  }).join('');
}

export function fold(text: string, columns: number): string[] {
  const lines: string[] = [];
  for (let at = 0; at < text.length; at += columns) lines.push(text.slice(at, at + columns));
  return lines;
}

export function gzipBase64(text: string): string {
  return toBase64(gzipSync(utf8.encode(text)));
}

export function zlibBase64(text: string): string {
  return toBase64(deflateSync(utf8.encode(text)));
}
