import { spawn } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import type { Outcome } from './harness.ts';

/** One measurement, in milliseconds. */
export type Sample = () => Promise<number>;

export interface PairedResult {
  /** Median of the pairs' ratios a / b. */
  readonly ratio: number;
  readonly medianA: number;
  readonly medianB: number;
  readonly pairs: number;
}

/**
 * Measures two things in turn and compares each pair with itself: what slows the machine for a while slows both. The
 * order changes from pair to pair, and one run of each beforehand warms the disk's cache.
 */
export async function comparePairs(a: Sample, b: Sample, pairs = 11): Promise<PairedResult> {
  await a();
  await b();
  const timesA: number[] = [];
  const timesB: number[] = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    if (pair % 2 === 0) timesA.push(await a());
    timesB.push(await b());
    if (pair % 2 === 1) timesA.push(await a());
  }
  return {
    ratio: median(timesA.map((time, index) => time / (timesB[index] ?? Number.NaN))),
    medianA: median(timesA),
    medianB: median(timesB),
    pairs,
  };
}

/** @throws RangeError for an empty list. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (upper === undefined || lower === undefined) throw new RangeError('no values to take the median of');
  return (lower + upper) / 2;
}

export function asOutcome({ ratio, medianA, medianB, pairs }: PairedResult): Outcome {
  return { value: ratio, note: `${medianA.toFixed(0)} / ${medianB.toFixed(0)} ms, ${pairs} pairs` };
}

export interface ChildRun {
  readonly command: string;
  readonly args: readonly string[];
  /** The whole environment of the child. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Default 0. A run that ends otherwise is no measurement. */
  readonly expectedStatus?: number;
}

/**
 * The wall time of a child process, from spawn until it has ended and closed its output.
 * @throws Error with its last output if it ends with another status than expected.
 */
export function timeChild({ command, args, env, cwd, expectedStatus = 0 }: ChildRun): Promise<number> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(command, args, {
      env,
      ...(cwd === undefined ? {} : { cwd }),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const keep = (chunk: Buffer) => (output = (output + chunk.toString()).slice(-2000));
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', reject);
    child.once('close', (status) => {
      const time = performance.now() - started;
      if (status === expectedStatus) resolve(time);
      else reject(new Error(`${command} ${args.join(' ')} ended with ${String(status)}:\n${output}`));
    });
  });
}
