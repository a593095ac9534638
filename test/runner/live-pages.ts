import { randomUUID } from 'node:crypto';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Bytes after which a page is closed, queued for upload and deleted. */
export const pageBytes = 8 * 1024 * 1024;

/** Bytes that the runner holds back: .NET's FileStream writes in pieces of this size, and nothing flushes it earlier. */
export const heldBackBytes = 4096;

const byteOrderMark = '\uFEFF';

/**
 * The log of a running job as the runner keeps it on disk: `<timeline>_<record>_<n>.log`, one record for each step and
 * one for the job, to which every line of every step is written as well. A record's page disappears when it is full or
 * the record ends; uploads take no time here.
 * Source: actions/runner `src/Runner.Common/Logging.cs`, `src/Runner.Common/JobServerQueue.cs`.
 */
export class LivePages {
  readonly #folder: string;
  readonly #timeline = randomUUID();
  readonly #job: Page;
  readonly #steps = new Map<object, Page>();
  readonly #heldBack: number;

  /** @param heldBack Bytes below which nothing reaches the disk; 1 writes all at once. */
  constructor(folder: string, heldBack: number) {
    mkdirSync(folder, { recursive: true });
    this.#folder = folder;
    this.#heldBack = heldBack;
    this.#job = this.#newRecord();
  }

  /** @param line With its timestamp and without its end. */
  write(step: object, line: string): void {
    const page = this.#steps.get(step) ?? this.#newRecord();
    this.#steps.set(step, page);
    page.write(line);
    this.#job.write(line);
  }

  endStep(step: object): void {
    this.#steps.get(step)?.end();
    this.#steps.delete(step);
  }

  endJob(): void {
    for (const step of this.#steps.keys()) this.endStep(step);
    this.#job.end();
  }

  #newRecord(): Page {
    return new Page(join(this.#folder, `${this.#timeline}_${randomUUID()}`), this.#heldBack);
  }
}

/** The page of one record that is being written. */
class Page {
  readonly #prefix: string;
  readonly #heldBack: number;
  #number = 0;
  #open: { readonly file: string; readonly descriptor: number } | undefined;
  #bytes = 0;
  #waiting: Buffer = Buffer.alloc(0);

  constructor(prefix: string, heldBack: number) {
    this.#prefix = prefix;
    this.#heldBack = heldBack;
  }

  write(line: string): void {
    const start = this.#open === undefined ? byteOrderMark : '';
    this.#open ??= this.#next();
    const text = Buffer.from(`${start}${line}\n`);
    this.#bytes += text.length;
    this.#waiting = Buffer.concat([this.#waiting, text]);
    const whole = this.#waiting.length - (this.#waiting.length % this.#heldBack);
    if (whole > 0) writeSync(this.#open.descriptor, this.#waiting.subarray(0, whole));
    this.#waiting = this.#waiting.subarray(whole);
    if (this.#bytes >= pageBytes) this.end();
  }

  end(): void {
    if (this.#open === undefined) return;
    closeSync(this.#open.descriptor);
    rmSync(this.#open.file, { force: true });
    this.#open = undefined;
    this.#bytes = 0;
    this.#waiting = Buffer.alloc(0);
  }

  #next(): { file: string; descriptor: number } {
    this.#number += 1;
    const file = `${this.#prefix}_${this.#number}.log`;
    return { file, descriptor: openSync(file, 'wx') };
  }
}
