import type { Random } from '@sallyport/leak-engine';

/** A small seeded generator (mulberry32): the same seed builds the same fakes on every machine. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (below: number): number => Math.floor(next() * below);
  return {
    int,
    text: (alphabet, length) => Array.from({ length }, () => alphabet.charAt(int(alphabet.length))).join(''),
    pick: (choices) => {
      const choice = choices[int(choices.length)];
      if (choice === undefined) throw new RangeError('pick: no choices');
      return choice;
    },
  };
}
