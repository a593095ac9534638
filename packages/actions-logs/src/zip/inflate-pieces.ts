import { createInflateRaw } from 'node:zlib';
import { failure } from '@sallyport/errors';
import type { PieceReader } from './piece-reader.ts';

/**
 * Inflates raw deflate data from a reader; what follows it is given back. zlib works on another thread meanwhile.
 * @param length bytes of the data, or -1 where only the data itself says its end.
 * @param count told how many bytes the data had.
 * @throws CodedError `logs/archive-invalid`
 */
export async function* inflatePieces(
  reader: PieceReader,
  length: number,
  count: (compressed: number) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  const inflate = createInflateRaw({ chunkSize: 128 * 1024 });
  const ended = new Promise<void>((resolve) => inflate.once('end', resolve).once('close', resolve));
  let fed = 0;
  // Pieces that zlib has, or may not have used: it takes some after the end of the data before it says so.
  let recent: Uint8Array[] = [];
  const feed = async (): Promise<void> => {
    while (!inflate.readableEnded && !inflate.destroyed) {
      const piece = await reader.next(length < 0 ? undefined : length - fed);
      if (piece === undefined || piece.length === 0) return void inflate.end();
      fed += piece.length;
      recent = lastBytes([...recent, piece], fed - inflate.bytesWritten);
      await Promise.race([write(piece), ended]);
    }
  };
  const write = (piece: Uint8Array): Promise<void> =>
    new Promise((resolve) => inflate.write(piece, () => resolve()));
  const feeding = feed().catch((error: unknown) => void inflate.destroy(error as Error));
  try {
    for await (const chunk of inflate) yield chunk as Uint8Array;
  } catch (error) {
    throw isZlibError(error)
      ? failure('logs/archive-invalid', { what: 'A member of the archive is damaged.' })
      : error;
  } finally {
    inflate.destroy();
  }
  await feeding;
  const unused = fed - inflate.bytesWritten;
  if (unused > 0) {
    const bytes = Buffer.concat(lastBytes(recent, unused));
    reader.giveBack(bytes.subarray(bytes.length - unused));
  }
  count(fed - unused);
}

/** The last pieces that together have at least that many bytes. */
function lastBytes(pieces: readonly Uint8Array[], least: number): Uint8Array[] {
  let total = 0;
  let first = pieces.length;
  while (first > 0 && total < least) total += pieces[--first]!.length;
  return pieces.slice(first);
}

function isZlibError(error: unknown): boolean {
  return /^Z_[A-Z]+_ERROR$/.test((error as NodeJS.ErrnoException | undefined)?.code ?? '');
}
