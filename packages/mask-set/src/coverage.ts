import { searchedFor } from './runner-encoders.ts';

/** What the runner would search for with the masks so far, to tell which further masks change nothing. */
export interface Coverage {
  add(mask: string): void;
  /** Public text, such as PEM's first and last line, which may stay readable. */
  exempt(text: string): void;
  /** Whether a text would be masked but for runs of fewer than `tolerated` characters. */
  covers(text: string): boolean;
}

/**
 * With the up to 4 characters that an encoding mixes with what surrounds the value, 3 more stay below the 8 that may
 * not be readable in one piece.
 */
const tolerated = 4;

export function createCoverage(): Coverage {
  const exact = new Set<string>();
  const searched: string[] = [];
  const take = (text: string) => {
    if (exact.has(text)) return;
    exact.add(text);
    searched.push(text);
  };
  return {
    add: (mask) => {
      for (const text of searchedFor(mask)) take(text);
    },
    exempt: take,
    covers: (text) => exact.has(text) || longestReadable(text, searched) < tolerated,
  };
}

/** The longest run of characters that no occurrence of a searched text covers. */
export function longestReadable(text: string, searched: readonly string[]): number {
  const hidden = new Uint8Array(text.length);
  for (const mask of searched) {
    for (let at = text.indexOf(mask); at >= 0; at = text.indexOf(mask, at + 1)) {
      hidden.fill(1, at, at + mask.length);
    }
  }
  let longest = 0;
  for (let run = 0, index = 0; index < hidden.length; index++) {
    run = hidden[index] === 1 ? 0 : run + 1;
    if (run > longest) longest = run;
  }
  return longest;
}
