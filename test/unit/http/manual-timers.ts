import type { StartTimer } from '@sallyport/http';

/** Timers that go off when the test says so, never by themselves. */
export interface ManualTimers {
  readonly startTimer: StartTimer;
  /** How long each timer was to run, in milliseconds, in the order of their start. */
  readonly started: readonly number[];
  /** How many are running. */
  running(): number;
  fire(): void;
}

export function createManualTimers(): ManualTimers {
  const started: number[] = [];
  const running = new Set<() => void>();
  return {
    started,
    startTimer: (milliseconds, run) => {
      started.push(milliseconds);
      running.add(run);
      return () => running.delete(run);
    },
    running: () => running.size,
    fire: () => {
      const due = [...running];
      running.clear();
      for (const run of due) run();
    },
  };
}

/** Lets other work go on until a condition holds. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise(setImmediate);
}
