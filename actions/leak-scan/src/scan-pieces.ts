import { createScanner, type ScanOptions, type ScanPart } from '@sallyport/leak-engine';

/** The time that a scan may take. */
export interface TimeLimit {
  readonly now: () => number;
  /** Milliseconds since the epoch. */
  readonly endsAt: number;
}

export interface PiecesScan {
  readonly part: ScanPart;
  /** Why it was not read to its end: the time was up, or what reading threw. What was read is scanned all the same. */
  readonly stopped?: 'time' | { readonly error: unknown };
}

/** Bytes that are scanned before the clock is looked at again; a hostile megabyte may take a second. */
const longestPiece = 256 * 1024;

/** Scans a text as it arrives. */
export async function scanPieces(
  pieces: AsyncIterable<Uint8Array>,
  options: ScanOptions,
  limit: TimeLimit,
): Promise<PiecesScan> {
  const scanner = createScanner(options);
  try {
    for await (const piece of pieces) {
      for (let at = 0; at < piece.length; at += longestPiece) {
        if (limit.now() >= limit.endsAt) return { part: scanner.end(), stopped: 'time' };
        scanner.write(piece.subarray(at, at + longestPiece));
      }
    }
  } catch (error) {
    return { part: scanner.end(), stopped: { error } };
  }
  return { part: scanner.end() };
}
