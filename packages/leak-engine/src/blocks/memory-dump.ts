/** One pair of a dump of the runner's memory, as positions in the text. */
export interface DumpPair {
  readonly start: number;
  readonly end: number;
  readonly name: string;
  readonly value: string;
}

const longestName = 256;
const tail = ',"isSecret":true';

/**
 * Reads `"NAME":{"value":"…","isSecret":true}`, the form in which the runner's worker holds its variables and in which
 * the 2025 incidents (CVE-2025-30066, CVE-2025-30154) printed them.
 * @param at Where `":{"value":"` begins.
 */
export function readDumpPair(text: Buffer, at: number, to: number): DumpPair | undefined {
  let start = at - 1;
  while (start >= 0 && at - start <= longestName && text[start] !== 34 && text[start] !== 10) start -= 1;
  if (text[start] !== 34) return undefined;
  const valueStart = at + '":{"value":"'.length;
  let end = valueStart;
  while (end < to && text[end] !== 34 && text[end] !== 10) end += text[end] === 92 ? 2 : 1;
  if (end >= to || text.toString('latin1', end + 1, end + 1 + tail.length) !== tail) return undefined;
  return {
    start,
    end: end + 1 + tail.length,
    name: text.toString('latin1', start + 1, at),
    value: text.toString('latin1', valueStart, end),
  };
}
