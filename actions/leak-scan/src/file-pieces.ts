import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

const pieceLength = 256 * 1024;

/**
 * The bytes `[from, to)` of a file. Every piece is in the same memory: it must be used before the next is asked for.
 * Not to be blocked by a pipe that took the file's place.
 */
export async function* filePieces(
  path: string,
  from = 0,
  to = Number.POSITIVE_INFINITY,
): AsyncGenerator<Uint8Array, void, undefined> {
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const buffer = Buffer.allocUnsafe(pieceLength);
    for (let at = from; at < to;) {
      const { bytesRead } = await file.read(buffer, 0, Math.min(pieceLength, to - at), at);
      if (bytesRead === 0) return;
      at += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}
