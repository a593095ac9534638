import { failure } from '@sallyport/errors';
import type { Encoding } from './secret-entry.ts';

/**
 * Decodes strictly: what a lenient decoder would skip is an error.
 * @param name of the secret, for messages.
 * @throws CodedError `secrets/undecodable`
 */
export function decode(text: string, encoding: Encoding | undefined, name: string): Uint8Array {
  if (encoding === undefined || encoding === 'utf8') return Buffer.from(text, 'utf8');
  const compact = text.replace(/[\r\n\t ]/g, '');
  const isValid =
    encoding === 'hex'
      ? /^(?:[0-9a-fA-F]{2})*$/.test(compact)
      : /^(?:[A-Za-z0-9+/_-]{4})*(?:[A-Za-z0-9+/_-]{2,3}={0,2})?$/.test(compact);
  if (!isValid) {
    throw failure('secrets/undecodable', { what: `The value for \`${name}\` is not in ${encoding}.` });
  }
  return Buffer.from(compact, encoding);
}

/** @throws CodedError `secrets/not-text` for bytes that are not UTF-8. */
export function textOfBytes(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw failure('secrets/not-text', { what: `The decoded value for \`${name}\` is no text.` });
  }
}
