/** Signatures and records of APPNOTE.TXT 6.3.10 (PKWARE), sections 4.3.7 to 4.3.16. */
export const signatures = {
  local: 0x04034b50,
  descriptor: 0x08074b50,
  central: 0x02014b50,
  end64: 0x06064b50,
  locator64: 0x07064b50,
  end: 0x06054b50,
} as const;

/** A member as its local header describes it. Sizes are unknown (-1) where a descriptor follows the data. */
export interface LocalHeader {
  readonly name: string;
  readonly method: number;
  readonly encrypted: boolean;
  readonly described: boolean;
  readonly crc: number;
  readonly compressed: number;
  readonly size: number;
}

/** What the directory at the end says of a member. */
export interface CentralHeader {
  readonly name: string;
  readonly crc: number;
  readonly size: number;
}

/** What a member turned out to be. */
export interface MemberFacts {
  readonly crc: number;
  readonly compressed: number;
  readonly size: number;
}

export const localLength = 26;

/** @param fixed the 26 bytes after the signature. */
export function readLocalHeader(fixed: Buffer, name: Buffer, extra: Buffer): LocalHeader {
  const flags = fixed.readUInt16LE(2);
  const described = (flags & 8) !== 0;
  const large = readZip64(extra, [fixed.readUInt32LE(18), fixed.readUInt32LE(14)]);
  return {
    name: readName(name),
    method: fixed.readUInt16LE(4),
    encrypted: (flags & 1) !== 0,
    described,
    crc: fixed.readUInt32LE(10),
    compressed: described ? -1 : large[1]!,
    size: described ? -1 : large[0]!,
  };
}

export const centralLength = 42;

/** @param fixed the 42 bytes after the signature. */
export function readCentralHeader(fixed: Buffer, name: Buffer, extra: Buffer): CentralHeader {
  const [size = 0] = readZip64(extra, [fixed.readUInt32LE(20), fixed.readUInt32LE(16)]);
  return { name: readName(name), crc: fixed.readUInt32LE(12), size };
}

/** Whether bytes are the descriptor of a member: with or without its signature, sizes of 4 or 8 bytes. Its length, or 0. */
export function matchDescriptor(bytes: Buffer, facts: MemberFacts): number {
  for (const start of [4, 0]) {
    if (start === 4 && bytes.readUInt32LE(0) !== signatures.descriptor) continue;
    if (bytes.readUInt32LE(start) !== facts.crc) continue;
    const wide = start + 20 <= bytes.length;
    if (
      wide &&
      bytes.readBigUInt64LE(start + 4) === BigInt(facts.compressed) &&
      bytes.readBigUInt64LE(start + 12) === BigInt(facts.size)
    )
      return start + 20;
    if (
      bytes.readUInt32LE(start + 4) === facts.compressed % 2 ** 32 &&
      bytes.readUInt32LE(start + 8) === facts.size % 2 ** 32
    )
      return start + 12;
  }
  return 0;
}

/** The extra field 0x0001 holds, in order, each size that is all ones in the header (section 4.5.3). */
function readZip64(extra: Buffer, sizes: readonly number[]): number[] {
  for (let at = 0; at + 4 <= extra.length;) {
    const length = extra.readUInt16LE(at + 2);
    if (extra.readUInt16LE(at) === 1) return replaceSizes(extra.subarray(at + 4, at + 4 + length), sizes);
    at += 4 + length;
  }
  return [...sizes];
}

function replaceSizes(field: Buffer, sizes: readonly number[]): number[] {
  let at = 0;
  return sizes.map((size) => {
    if (size !== 0xffffffff || at + 8 > field.length) return size;
    at += 8;
    return Number(field.readBigUInt64LE(at - 8));
  });
}

/** UTF-8 whatever the flag says, since that is what archivers write; else one character a byte. Never used as a path. */
function readName(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return bytes.toString('latin1');
  }
}
