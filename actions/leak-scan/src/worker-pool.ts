import { Worker } from 'node:worker_threads';
import type { TimeLimit } from './scan-pieces.ts';
import type { FilePart, PartScan } from './scan-part.ts';
import type { ScanSettings } from './settings.ts';
import type { PartAnswer } from './worker-parts.ts';

/** How a part ended that gave nothing. */
export type PartFault =
  { readonly fault: 'time' | 'worker' } | { readonly fault: 'read'; readonly code: string };

export interface PoolOptions {
  /** Path of the worker's bundle. */
  readonly worker: string;
  readonly size: number;
  readonly settings: ScanSettings;
  readonly limit: TimeLimit;
  /** Ends the threads when the job is cancelled. */
  readonly cancelled: AbortSignal;
}

/** A thread's heap: findings are bounded, texts are not kept. */
const heapMegabytes = 256;

/**
 * Scans parts of files on several threads, each as soon as one is free.
 * @returns one result a part, in their order. When the time is up the threads are ended, whatever they are doing.
 */
export async function scanParts(
  parts: readonly FilePart[],
  { worker, size, settings, limit, cancelled }: PoolOptions,
): Promise<readonly (PartScan | PartFault)[]> {
  const results: (PartScan | PartFault)[] = parts.map(() => ({ fault: 'time' }));
  const threads: Worker[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    let thread: Worker | undefined;
    while (next < parts.length && !cancelled.aborted && limit.now() < limit.endsAt) {
      const index = next++;
      if (thread === undefined) threads.push((thread = startThread(worker, settings)));
      const answer = await ask(thread, parts[index]!);
      if (answer === undefined) {
        results[index] = { fault: limit.now() >= limit.endsAt ? 'time' : 'worker' };
        thread = undefined;
      } else {
        results[index] = answer.ok ? answer.scan : { fault: 'read', code: answer.reason };
      }
    }
  };
  const end = (): void => threads.forEach((thread) => void thread.terminate());
  const timer = setTimeout(end, Math.max(0, limit.endsAt - limit.now()));
  cancelled.addEventListener('abort', end, { once: true });
  try {
    await Promise.all(Array.from({ length: Math.min(size, parts.length) }, work));
  } finally {
    clearTimeout(timer);
    cancelled.removeEventListener('abort', end);
    end();
  }
  return results;
}

function startThread(worker: string, settings: ScanSettings): Worker {
  const thread = new Worker(worker, {
    workerData: settings,
    // A thread prints nothing: what it found is not masked yet.
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
  });
  // A thread that fails between two parts must not end the process.
  thread.on('error', () => {});
  return thread;
}

/** @returns undefined when the thread ended instead of answering. */
function ask(thread: Worker, part: FilePart): Promise<PartAnswer | undefined> {
  return new Promise((resolve) => {
    const settle = (answer: PartAnswer | undefined): void => {
      thread.off('message', settle);
      thread.off('error', fail);
      thread.off('exit', fail);
      resolve(answer);
    };
    const fail = (): void => settle(undefined);
    thread.on('message', settle);
    thread.on('error', fail);
    thread.on('exit', fail);
    thread.postMessage(part);
  });
}
