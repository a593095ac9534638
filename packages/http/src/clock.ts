import type { Clock, Deadline, StartTimer } from './contract.ts';

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (milliseconds, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted === true) {
        resolve();
        return;
      }
      const wake = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      const timer = setTimeout(wake, milliseconds);
      signal?.addEventListener('abort', wake);
    }),
};

/** The machine's own timers; they keep the process alive. */
export const startSystemTimer: StartTimer = (milliseconds, run) => {
  const timer = setTimeout(run, milliseconds);
  return () => {
    clearTimeout(timer);
  };
};

/** Starts the one deadline that everything in a step shares. */
export function startDeadline(clock: Clock, seconds: number): Deadline {
  const end = clock.now() + seconds * 1000;
  return { remaining: () => Math.max(0, end - clock.now()) };
}
