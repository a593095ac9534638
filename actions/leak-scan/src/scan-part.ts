import { createScanner, type OwnPart, type ScanOptions, type ScanPart } from '@sallyport/leak-engine';
import { filePieces } from './file-pieces.ts';

/** A part of a file: bytes `[from, to)`. */
export interface FilePart {
  readonly path: string;
  readonly from: number;
  readonly to: number;
}

/** What was found in a part. Lines count from its own begin: who joins the parts knows the lines before. */
export interface PartScan {
  readonly part: ScanPart;
  /** Line breaks in the part. */
  readonly lines: number;
}

/** Bytes before a part that its scanner sees, for what begins there and for the words before a value. */
const overlap = 64 * 1024;
const newline = 10;

/** Scans a part of a file, and what follows it as far as that belongs to something that begins in the part. */
export async function scanPart(
  { path, from, to }: FilePart,
  optionsFor: (part: OwnPart) => ScanOptions,
): Promise<PartScan> {
  const start = from === 0 ? 0 : await findLineStart(path, Math.max(0, from - overlap), from);
  const before = await countLines(path, start, from);
  const scanner = createScanner(optionsFor({ startByte: start, startLine: 1 - before, from, to }));
  let at = start;
  let lines = 0;
  for await (const piece of filePieces(path, start)) {
    if (at >= to && scanner.isSettled) break;
    lines += countIn(piece.subarray(clamp(from - at, piece), clamp(to - at, piece)));
    scanner.write(piece);
    at += piece.length;
  }
  return { part: { ...scanner.end(), lines }, lines };
}

/** Moves the findings of a part to where the part stands in the file. */
export function placePart({ part }: PartScan, linesBefore: number): ScanPart {
  if (linesBefore === 0) return part;
  return {
    ...part,
    findings: part.findings.map((finding) => ({
      ...finding,
      place: { ...finding.place, line: finding.place.line + linesBefore },
    })),
  };
}

/** The first byte after a line break in `[from, to)`; `from` where there is none, as within one endless line. */
async function findLineStart(path: string, from: number, to: number): Promise<number> {
  let at = from;
  for await (const piece of filePieces(path, from, to)) {
    const found = piece.indexOf(newline);
    if (found >= 0) return at + found + 1;
    at += piece.length;
  }
  return from;
}

async function countLines(path: string, from: number, to: number): Promise<number> {
  let lines = 0;
  for await (const piece of filePieces(path, from, to)) lines += countIn(piece);
  return lines;
}

function countIn(bytes: Uint8Array): number {
  let lines = 0;
  for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, at + 1)) lines += 1;
  return lines;
}

function clamp(offset: number, piece: Uint8Array): number {
  return Math.max(0, Math.min(offset, piece.length));
}
