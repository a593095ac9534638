import { availableParallelism } from 'node:os';
import { createGunzip } from 'node:zlib';
import { pipeline, Readable } from 'node:stream';
import { readZip } from '@sallyport/actions-logs';
import type { ScannedText } from '@sallyport/leak-engine';
import { filePieces } from './file-pieces.ts';
import type { FoundFile } from './find-files.ts';
import { type Gathered, reasons, type Unread } from './gathered.ts';
import { createScanOptions } from './scan-options.ts';
import { type FilePart, placePart } from './scan-part.ts';
import { type PiecesScan, scanPieces, type TimeLimit } from './scan-pieces.ts';
import type { ScanSettings } from './settings.ts';
import { explainStop } from './stops.ts';
import { type PartFault, scanParts } from './worker-pool.ts';

export interface FilesScan {
  readonly settings: ScanSettings;
  readonly limit: TimeLimit;
  readonly cancelled: AbortSignal;
  /** Path of the worker's bundle. */
  readonly worker: string;
  /** Told of each file that is done. */
  readonly progress: (files: number, bytes: number) => void;
}

/** From this much on, starting threads pays. */
const worthThreads = 16 * 1024 * 1024;
/** Bytes of a file that one thread scans at a time. */
const partLength = 32 * 1024 * 1024;
const mostThreads = 4;

const archiveLimits = { inflated: 16 * 1024 ** 3, members: 20_000 };

type Kind = 'text' | 'zip' | 'gzip';

/** Scans files: large ones in parts on several threads, archives member by member. */
export async function scanFiles(files: readonly FoundFile[], scan: FilesScan): Promise<Gathered> {
  const kinds = new Map<FoundFile, Kind>();
  const unread: Unread[] = [];
  for (const file of files) {
    try {
      kinds.set(file, await sniff(file.path));
    } catch (error) {
      unread.push({ file: file.name, reason: explainStop({ error }) });
    }
  }
  const plain = files.filter((file) => kinds.get(file) === 'text');
  const packed = files.filter((file) => ['zip', 'gzip'].includes(kinds.get(file) ?? ''));
  const threaded = plain.reduce((sum, { size }) => sum + size, 0) >= worthThreads;
  const results = threaded ? [await scanOnThreads(plain, scan)] : await scanHere(plain, scan);
  for (const file of packed) {
    results.push(kinds.get(file) === 'zip' ? await scanArchive(file, scan) : await scanGzip(file, scan));
  }
  return {
    texts: results.flatMap((result) => result.texts),
    unread: [...unread, ...results.flatMap((result) => result.unread)],
    excluded: results.flatMap((result) => result.excluded),
  };
}

/** Archives and gzip by their first bytes, whatever their names. */
async function sniff(path: string): Promise<Kind> {
  for await (const piece of filePieces(path, 0, 4)) {
    const start = Buffer.from(piece).toString('latin1');
    if (start === 'PK\u0003\u0004' || start === 'PK\u0005\u0006') return 'zip';
    if (start.startsWith('\u001f\u008b\u0008')) return 'gzip';
  }
  return 'text';
}

async function scanHere(files: readonly FoundFile[], scan: FilesScan): Promise<Gathered[]> {
  const optionsFor = createScanOptions(scan.settings);
  const results: Gathered[] = [];
  let bytes = 0;
  for (const file of files) {
    const result = await scanPieces(filePieces(file.path), optionsFor(), scan.limit);
    results.push(gatheredOf(file.name, result));
    bytes += result.part.bytes;
    scan.progress(results.length, bytes);
  }
  return results;
}

function gatheredOf(name: string, { part, stopped }: PiecesScan): Gathered {
  return {
    texts: [{ source: { name }, parts: [part] }],
    unread: stopped === undefined ? [] : [{ file: name, reason: explainStop(stopped) }],
    excluded: [],
  };
}

async function scanOnThreads(files: readonly FoundFile[], scan: FilesScan): Promise<Gathered> {
  const parts = files.map((file) => cut(file));
  const results = await scanParts(parts.flat(), {
    worker: scan.worker,
    size: Math.min(mostThreads, availableParallelism()),
    settings: scan.settings,
    limit: scan.limit,
    cancelled: scan.cancelled,
  });
  const texts: ScannedText[] = [];
  const unread: Unread[] = [];
  let index = 0;
  for (const [number, file] of files.entries()) {
    const own = results.slice(index, (index += parts[number]!.length));
    let lines = 0;
    const placed = own.flatMap((result) => {
      if ('fault' in result) return [];
      lines += result.lines;
      return [placePart(result, lines - result.lines)];
    });
    texts.push({ source: { name: file.name }, parts: placed });
    const fault = own.find((result): result is PartFault => 'fault' in result);
    if (fault !== undefined) unread.push({ file: file.name, reason: explainFault(fault) });
  }
  scan.progress(
    files.length,
    files.reduce((sum, { size }) => sum + size, 0),
  );
  return { texts, unread, excluded: [] };
}

function cut({ path, size }: FoundFile): FilePart[] {
  const count = Math.max(1, Math.ceil(size / partLength));
  return Array.from({ length: count }, (_, index) => ({
    path,
    from: index * partLength,
    to: index + 1 === count ? Number.MAX_SAFE_INTEGER : (index + 1) * partLength,
  }));
}

function explainFault(fault: PartFault): string {
  return fault.fault === 'read' ? `It cannot be read (${fault.code}).` : reasons[fault.fault];
}

async function scanGzip(file: FoundFile, scan: FilesScan): Promise<Gathered> {
  // What goes wrong on either side ends the iteration below with an error.
  const inflated = pipeline(Readable.from(copies(filePieces(file.path))), createGunzip(), () => {});
  const result = await scanPieces(inflated, createScanOptions(scan.settings)(), scan.limit);
  return gatheredOf(file.name, result);
}

async function scanArchive(file: FoundFile, scan: FilesScan): Promise<Gathered> {
  const optionsFor = createScanOptions(scan.settings);
  const results: Gathered[] = [];
  const whole = (reason: string): Gathered => ({
    texts: [],
    unread: [{ file: file.name, reason }],
    excluded: [],
  });
  try {
    for await (const { name, body } of readZip(copies(filePieces(file.path)), archiveLimits)) {
      if (name.endsWith('/')) continue;
      const result = await scanPieces(body, optionsFor(), scan.limit);
      results.push(gatheredOf(`${file.name}!${name}`, result));
      if (result.stopped !== undefined) return merge([...results, whole(explainStop(result.stopped))]);
    }
  } catch (error) {
    results.push(whole(explainStop({ error })));
  }
  return merge(results);
}

function merge(results: readonly Gathered[]): Gathered {
  return {
    texts: results.flatMap(({ texts }) => texts),
    unread: results.flatMap(({ unread }) => unread),
    excluded: results.flatMap(({ excluded }) => excluded),
  };
}

/** Pieces that may be kept while the next are read. */
async function* copies(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const piece of pieces) yield Buffer.from(piece);
}
