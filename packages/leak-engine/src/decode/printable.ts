/** Length of the UTF-8 sequence that a lead byte announces (RFC 3629 §4), 0 if it is none. */
function sequenceLength(lead: number): number {
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) return 3;
  return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
}

function isPlain(byte: number): boolean {
  return (byte >= 32 && byte <= 126) || byte === 10 || byte === 13 || byte === 9 || byte === 27;
}

/**
 * Whether bytes look like text: printable ASCII, UTF-8, or either half of UTF-16 with ASCII in it. A sequence cut at
 * the end counts as whole. Stops at the first byte that is not text, so that noise costs next to nothing.
 */
export function looksLikeText(bytes: Uint8Array, from: number, to: number): boolean {
  let at = from;
  if (to - from >= 4 && (bytes[from] === 0) !== (bytes[from + 1] === 0))
    return looksLikeUtf16(bytes, from, to);
  // UTF-16's byte order mark, little endian.
  if (bytes[from] === 0xff && bytes[from + 1] === 0xfe) return looksLikeUtf16(bytes, from + 2, to);
  let others = 0;
  while (at < to) {
    const byte = bytes[at] ?? 0;
    if (isPlain(byte)) {
      at += 1;
      continue;
    }
    const length = sequenceLength(byte);
    if (length === 0) return false;
    for (let index = 1; index < length && at + index < to; index += 1) {
      if (((bytes[at + index] ?? 0) & 0xc0) !== 0x80) return false;
    }
    at += length;
    others += 1;
  }
  return others * 3 <= to - from + 3;
}

function looksLikeUtf16(bytes: Uint8Array, from: number, to: number): boolean {
  const zero = bytes[from] === 0 ? 0 : 1;
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at] ?? 0;
    if ((at - from) % 2 === zero ? byte !== 0 : !isPlain(byte)) return false;
  }
  return true;
}

/** Whether bytes begin a gzip member (RFC 1952 §2.3) or a zlib stream (RFC 1950 §2.2). */
export function looksCompressed(bytes: Uint8Array, from: number): 'gzip' | 'zlib' | undefined {
  if (bytes[from] === 0x1f && bytes[from + 1] === 0x8b && bytes[from + 2] === 8) return 'gzip';
  const method = bytes[from] ?? 0;
  const header = (method << 8) | (bytes[from + 1] ?? 0);
  return method === 0x78 && header % 31 === 0 && (header & 0x20) === 0 ? 'zlib' : undefined;
}
