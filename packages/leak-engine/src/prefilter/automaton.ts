/** All needles at once over bytes: Aho and Corasick's automaton as one dense table, letters folded to one case. */
export interface Automaton {
  /** Class of each byte; bytes in no needle share class 0. */
  readonly classes: Uint8Array;
  /** Next state: `table[(state << shift) | class]`. States from `firstAccepting` on end at least one needle. */
  readonly table: Uint16Array;
  readonly shift: number;
  readonly firstAccepting: number;
  /** Needles (indices into the list that the automaton was built from) that end in accepting state `s`, at `s - firstAccepting`. */
  readonly accepted: readonly Int32Array[];
}

/** The table is indexed with 16 bits. */
export const maxStates = 65_535;

function foldCode(code: number): number {
  return code >= 65 && code <= 90 ? code + 32 : code;
}

function classify(needles: readonly string[]): { classes: Uint8Array; count: number } {
  const classes = new Uint8Array(256);
  let count = 1;
  for (const needle of needles) {
    for (let index = 0; index < needle.length; index += 1) {
      const code = foldCode(needle.charCodeAt(index));
      if (classes[code] === 0) {
        classes[code] = count;
        if (code >= 97 && code <= 122) classes[code - 32] = count;
        count += 1;
      }
    }
  }
  return { classes, count };
}

/** The trie of all needles, as rows of the future table (0: no edge), with the needles that end at each node. */
function buildTrie(needles: readonly string[], classes: Uint8Array, shift: number) {
  const size = needles.reduce((sum, needle) => sum + needle.length, 1);
  const edges = new Int32Array(size << shift);
  const ends: number[][] = [[]];
  for (const [id, needle] of needles.entries()) {
    let node = 0;
    for (let index = 0; index < needle.length; index += 1) {
      const edge = (node << shift) | (classes[needle.charCodeAt(index)] ?? 0);
      let next = edges[edge] ?? 0;
      if (next === 0) {
        next = ends.length;
        edges[edge] = next;
        ends.push([]);
      }
      node = next;
    }
    ends[node]?.push(id);
  }
  return { edges, ends };
}

/** Turns the trie into an automaton in place, breadth first: missing edges lead where the longest proper suffix leads. */
function closeOver(edges: Int32Array, ends: number[][], shift: number): void {
  const width = 1 << shift;
  const suffix = new Int32Array(ends.length);
  const queue: number[] = [];
  for (let cls = 0; cls < width; cls += 1) {
    const child = edges[cls] ?? 0;
    if (child !== 0) queue.push(child);
  }
  for (let head = 0; head < queue.length; head += 1) {
    const node = queue[head] ?? 0;
    const fallback = suffix[node] ?? 0;
    ends[node]?.push(...(ends[fallback] ?? []));
    for (let cls = 0; cls < width; cls += 1) {
      const edge = (node << shift) | cls;
      const child = edges[edge] ?? 0;
      const other = edges[(fallback << shift) | cls] ?? 0;
      if (child === 0) edges[edge] = other;
      else {
        suffix[child] = other;
        queue.push(child);
      }
    }
  }
}

/**
 * Builds the automaton. Letters match in either case: who needs the exact case compares after a hit.
 * @param needles Latin-1 texts, none empty.
 * @throws RangeError if the needles are more than the table can number (`maxStates`).
 */
export function buildAutomaton(needles: readonly string[]): Automaton {
  const { classes, count } = classify(needles);
  const shift = Math.max(1, Math.ceil(Math.log2(count)));
  const { edges, ends } = buildTrie(needles, classes, shift);
  if (ends.length > maxStates) throw new RangeError('too many needles for one automaton');
  closeOver(edges, ends, shift);
  // Renumber, so that one comparison tells an accepting state.
  const order = [...ends.keys()].filter((node) => ends[node]?.length === 0);
  const firstAccepting = order.length;
  order.push(...[...ends.keys()].filter((node) => ends[node]?.length !== 0));
  const numbers = new Uint16Array(ends.length);
  for (const [number, node] of order.entries()) numbers[node] = number;
  const table = new Uint16Array(ends.length << shift);
  for (const [number, node] of order.entries()) {
    for (let cls = 0; cls < 1 << shift; cls += 1) {
      table[(number << shift) | cls] = numbers[edges[(node << shift) | cls] ?? 0] ?? 0;
    }
  }
  const accepted = order.slice(firstAccepting).map((node) => Int32Array.from(ends[node] ?? []));
  return { classes, table, shift, firstAccepting, accepted };
}
