import type { Clock } from '@sallyport/http';

/** A clock that stands still until someone sleeps, and then is there at once. */
export interface InstantClock extends Clock {
  /** Every sleep, in milliseconds. */
  readonly sleeps: readonly number[];
  advance(milliseconds: number): void;
}

export function createInstantClock(now = Date.UTC(2026, 10, 24)): InstantClock {
  let time = now;
  const sleeps: number[] = [];
  return {
    sleeps,
    now: () => time,
    advance: (milliseconds) => {
      time += milliseconds;
    },
    sleep: async (milliseconds) => {
      sleeps.push(milliseconds);
      time += milliseconds;
    },
  };
}
