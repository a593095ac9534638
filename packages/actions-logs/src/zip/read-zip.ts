import { failure } from '@sallyport/errors';
import { crc32 } from './crc.ts';
import {
  centralLength,
  type CentralHeader,
  localLength,
  type LocalHeader,
  matchDescriptor,
  type MemberFacts,
  readCentralHeader,
  readLocalHeader,
  signatures,
} from './headers.ts';
import { inflatePieces } from './inflate-pieces.ts';
import { PieceReader } from './piece-reader.ts';

/** One file of an archive. */
export interface ZipMember {
  /** As the archive says it: foreign text, never a path to write to. */
  readonly name: string;
  /** Its content, once; what is not read is skipped when the next member is asked for. */
  readonly body: AsyncGenerator<Uint8Array, void, undefined>;
}

export interface ZipLimits {
  /** Bytes that all members together may inflate to. */
  readonly inflated: number;
  readonly members: number;
}

const stored = 0;
const deflated = 8;

/**
 * Reads an archive as it arrives: no file is written, and memory does not depend on its size. The members are read by their local
 * headers; in the end the directory must name exactly them.
 * @throws CodedError `logs/archive-invalid` when it is damaged, encrypted, cut off, larger than the limits; what the pieces throw.
 */
export async function* readZip(
  pieces: AsyncIterable<Uint8Array>,
  limits: ZipLimits,
): AsyncGenerator<ZipMember, void, undefined> {
  const archive = new Archive(new PieceReader(pieces), limits);
  try {
    yield* archive.members();
  } finally {
    await archive.close();
  }
}

class Archive {
  readonly #reader: PieceReader;
  readonly #limits: ZipLimits;
  readonly #read: CentralHeader[] = [];
  #inflated = 0;

  constructor(reader: PieceReader, limits: ZipLimits) {
    this.#reader = reader;
    this.#limits = limits;
  }

  async *members(): AsyncGenerator<ZipMember, void, undefined> {
    let signature = await this.#signature();
    for (; signature === signatures.local; signature = await this.#signature()) {
      const header = await this.#localHeader();
      const body = this.#body(header);
      yield { name: header.name, body };
      // Nothing is left where the consumer read it to its end.
      for await (const _ of body);
      if (this.#read.at(-1)?.name !== header.name) throw invalid('A member was not read to its end.');
    }
    await this.#compareDirectory(signature);
  }

  close(): Promise<void> {
    return this.#reader.close();
  }

  async #signature(): Promise<number> {
    return (await this.#reader.take(4)).readUInt32LE(0);
  }

  async #localHeader(): Promise<LocalHeader> {
    if (this.#read.length >= this.#limits.members) throw invalid('The archive has too many members.');
    const fixed = await this.#reader.take(localLength);
    const name = await this.#reader.take(fixed.readUInt16LE(22));
    const header = readLocalHeader(fixed, name, await this.#reader.take(fixed.readUInt16LE(24)));
    if (header.encrypted) throw invalid('The archive is encrypted.');
    if (header.method !== stored && header.method !== deflated)
      throw invalid(`The archive uses a method of compression (${header.method}) that is not read.`);
    if (header.method === stored && header.described)
      throw invalid('The archive does not say how long a stored member is.');
    return header;
  }

  async *#body(header: LocalHeader): AsyncGenerator<Uint8Array, void, undefined> {
    let crc = 0;
    let size = 0;
    let compressed = header.compressed;
    const content =
      header.method === deflated
        ? inflatePieces(this.#reader, header.compressed, (bytes) => (compressed = bytes))
        : this.#stored(header.compressed);
    for await (const piece of content) {
      crc = crc32(piece, crc);
      size += piece.length;
      this.#inflated += piece.length;
      if (this.#inflated > this.#limits.inflated) throw invalid('The archive inflates to more than is read.');
      yield piece;
    }
    await this.#check(header, { crc, size, compressed });
    this.#read.push({ name: header.name, crc, size });
  }

  async *#stored(length: number): AsyncGenerator<Uint8Array, void, undefined> {
    for (let missing = length; missing > 0;) {
      const piece = await this.#reader.next(missing);
      if (piece === undefined) throw invalid('The archive ends too early.');
      missing -= piece.length;
      yield piece;
    }
  }

  async #check(header: LocalHeader, facts: MemberFacts): Promise<void> {
    if (!header.described) {
      if (header.crc !== facts.crc || header.size !== facts.size || header.compressed !== facts.compressed)
        throw invalid('A member of the archive is not what its header says.');
      return;
    }
    // Descriptors have 12 to 24 bytes, and at least a directory of 46 + 22 bytes follows.
    const bytes = await this.#reader.take(24);
    const length = matchDescriptor(bytes, facts);
    if (length === 0) throw invalid('A member of the archive is not what its descriptor says.');
    this.#reader.giveBack(bytes.subarray(length));
  }

  async #compareDirectory(first: number): Promise<void> {
    let signature = first;
    let index = 0;
    for (; signature === signatures.central; signature = await this.#signature(), index += 1) {
      const fixed = await this.#reader.take(centralLength);
      const name = await this.#reader.take(fixed.readUInt16LE(24));
      const header = readCentralHeader(fixed, name, await this.#reader.take(fixed.readUInt16LE(26)));
      await this.#reader.take(fixed.readUInt16LE(28));
      const member = this.#read[index];
      if (member?.name !== header.name || member.crc !== header.crc || member.size !== header.size)
        throw invalid('The directory of the archive names other members than it holds.');
    }
    if (index !== this.#read.length)
      throw invalid('The directory of the archive does not name all its members.');
    if (signature === signatures.end64) {
      const size = Number((await this.#reader.take(8)).readBigUInt64LE(0));
      if (size > 64 * 1024) throw invalid('The end of the archive is damaged.');
      await this.#reader.take(size);
      signature = await this.#signature();
    }
    if (signature === signatures.locator64) {
      await this.#reader.take(16);
      signature = await this.#signature();
    }
    if (signature !== signatures.end) throw invalid('The archive is damaged, or it is none.');
    const end = await this.#reader.take(18);
    await this.#reader.take(end.readUInt16LE(16));
  }
}

function invalid(what: string): Error {
  return failure('logs/archive-invalid', { what });
}
