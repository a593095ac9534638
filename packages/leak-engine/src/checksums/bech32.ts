const charset = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const generators = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
const checksumLength = 6;

function polymod(values: readonly number[]): number {
  let check = 1;
  for (const value of values) {
    const top = check >>> 25;
    check = ((check & 0x1ffffff) << 5) ^ value;
    for (const [bit, generator] of generators.entries()) if ((top >>> bit) & 1) check ^= generator;
  }
  return check;
}

function expand(prefix: string): readonly number[] {
  const codes = Array.from(prefix, (character) => character.charCodeAt(0));
  return [...codes.map((code) => code >>> 5), 0, ...codes.map((code) => code & 31)];
}

function valuesOf(data: string): readonly number[] {
  return Array.from(data, (character) => charset.indexOf(character));
}

/**
 * The checksum of a Bech32 text (BIP 173), in lower case.
 * @param prefix The human-readable part, without the separator `1`.
 * @param data The data part, without the checksum.
 */
export function bech32Checksum(prefix: string, data: string): string {
  const padding = Array.from({ length: checksumLength }, () => 0);
  const rest = polymod([...expand(prefix), ...valuesOf(data), ...padding]) ^ 1;
  return padding
    .map((_, index) => charset.charAt((rest >>> (5 * (checksumLength - 1 - index))) & 31))
    .join('');
}

/** Whether a Bech32 text (all in one case) has the checksum that belongs to it. */
export function isBech32(text: string): boolean {
  const lowered = text.toLowerCase();
  const separator = lowered.lastIndexOf('1');
  const prefix = lowered.slice(0, separator);
  return lowered.endsWith(bech32Checksum(prefix, lowered.slice(separator + 1, -checksumLength)));
}
