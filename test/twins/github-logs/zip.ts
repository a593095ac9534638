import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipEntry {
  readonly name: string;
  readonly content: string | Buffer;
  readonly stored?: boolean;
}

export interface ZipForm {
  /** Sizes behind the data, as an archive is written to a stream. */
  readonly descriptors?: boolean;
  /** Sizes of 8 bytes everywhere. */
  readonly zip64?: boolean;
}

const utf8 = 0x800;

/** An archive, built by APPNOTE.TXT 6.3.10 and by nothing that reads one. */
export function zipOf(entries: readonly ZipEntry[], form: ZipForm = {}): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const { local, central } = member(entry, offset, form);
    parts.push(local);
    directory.push(central);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  return Buffer.concat([
    ...parts,
    central,
    ...endOf(entries.length, central.length, offset, form.zip64 === true),
  ]);
}

function member({ name, content, stored = false }: ZipEntry, offset: number, form: ZipForm) {
  const data = Buffer.from(content as Buffer);
  const packed = stored ? data : deflateRawSync(data);
  const descriptors = form.descriptors === true && !stored;
  const facts = { crc: crc32(data), packed: packed.length, size: data.length };
  const wide = form.zip64 === true;
  const title = Buffer.from(name);
  const common = Buffer.alloc(26);
  common.writeUInt16LE(45, 0);
  common.writeUInt16LE(utf8 | (descriptors ? 8 : 0), 2);
  common.writeUInt16LE(stored ? 0 : 8, 4);
  common.writeUInt16LE(title.length, 22);
  const headerOf = (known: boolean): Buffer => {
    const header = Buffer.from(common);
    header.writeUInt32LE(known ? facts.crc : 0, 10);
    header.writeUInt32LE(known ? (wide ? 0xffffffff : facts.packed) : 0, 14);
    header.writeUInt32LE(known ? (wide ? 0xffffffff : facts.size) : 0, 18);
    header.writeUInt16LE(known && wide ? 20 : 0, 24);
    return header;
  };
  const extra = Buffer.alloc(wide ? 20 : 0);
  if (wide) {
    extra.writeUInt16LE(1, 0);
    extra.writeUInt16LE(16, 2);
    extra.writeBigUInt64LE(BigInt(facts.size), 4);
    extra.writeBigUInt64LE(BigInt(facts.packed), 12);
  }
  const local = Buffer.concat([
    Buffer.from('PK\u0003\u0004'),
    headerOf(!descriptors),
    title,
    ...(descriptors ? [packed, descriptorOf(facts, wide)] : [extra, packed]),
  ]);
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE(offset, 10);
  const central = Buffer.concat([
    Buffer.from('PK\u0001\u0002'),
    Buffer.from([45, 3]),
    headerOf(true),
    rest,
    title,
    extra,
  ]);
  return { local, central };
}

function descriptorOf(facts: { crc: number; packed: number; size: number }, wide: boolean): Buffer {
  const descriptor = Buffer.alloc(wide ? 24 : 16);
  descriptor.write('PK\u0007\u0008', 'latin1');
  descriptor.writeUInt32LE(facts.crc, 4);
  if (wide) {
    descriptor.writeBigUInt64LE(BigInt(facts.packed), 8);
    descriptor.writeBigUInt64LE(BigInt(facts.size), 16);
  } else {
    descriptor.writeUInt32LE(facts.packed, 8);
    descriptor.writeUInt32LE(facts.size, 12);
  }
  return descriptor;
}

function endOf(count: number, size: number, offset: number, wide: boolean): Buffer[] {
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 'latin1');
  end.writeUInt16LE(wide ? 0xffff : count, 8);
  end.writeUInt16LE(wide ? 0xffff : count, 10);
  end.writeUInt32LE(wide ? 0xffffffff : size, 12);
  end.writeUInt32LE(wide ? 0xffffffff : offset, 16);
  if (!wide) return [end];
  const end64 = Buffer.alloc(56);
  end64.write('PK\u0006\u0006', 'latin1');
  end64.writeBigUInt64LE(44n, 4);
  end64.writeBigUInt64LE(BigInt(count), 24);
  end64.writeBigUInt64LE(BigInt(count), 32);
  end64.writeBigUInt64LE(BigInt(size), 40);
  end64.writeBigUInt64LE(BigInt(offset), 48);
  const locator = Buffer.alloc(20);
  locator.write('PK\u0006\u0007', 'latin1');
  locator.writeBigUInt64LE(BigInt(offset + size), 8);
  locator.writeUInt32LE(1, 16);
  return [end64, locator, end];
}
