/** Where something stands in a file; line and column count from 1, columns in UTF-16 units as editors do. */
export interface Place {
  /** Relative to the repository's root, with `/`; for a remote file `owner/repo/path@ref`. */
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

/** The text of one file with an index of its lines. */
export class SourceText {
  readonly path: string;
  readonly text: string;
  readonly #lineStarts: number[] = [0];

  constructor(path: string, text: string) {
    this.path = path;
    this.text = text;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#lineStarts.push(at + 1);
  }

  /** The place of a character offset, by binary search. */
  place(offset: number): Place {
    let low = 0;
    let high = this.#lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { path: this.path, line: low + 1, column: offset - (this.#lineStarts[low] ?? 0) + 1 };
  }
}

export type Decoded = { readonly text: string } | { readonly problem: string };

/**
 * Decodes a file as UTF-8. GitHub reads workflow files as UTF-8; what is not is told, never guessed:
 * a file that we read differently from GitHub could hide a job.
 */
export function decodeSource(bytes: Uint8Array): Decoded {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    return { problem: 'The file is UTF-16, not UTF-8.' };
  }
  if (bytes.includes(0)) return { problem: 'The file holds a NUL byte, so it is no UTF-8 text.' };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { problem: 'The file is not valid UTF-8.' };
  }
}
