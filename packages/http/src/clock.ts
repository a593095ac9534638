import type { Clock, Deadline } from './contract.ts';

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (milliseconds) => {
    await new Promise((resolve) => {
      setTimeout(resolve, milliseconds);
    });
  },
};

/** Starts the one deadline that everything in a step shares. */
export function startDeadline(clock: Clock, seconds: number): Deadline {
  const end = clock.now() + seconds * 1000;
  return { remaining: () => Math.max(0, end - clock.now()) };
}
