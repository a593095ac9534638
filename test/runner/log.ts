import type { Masker } from './masker.ts';

/** The log of one step: what was written under its name, by the steps inside it too. */
export class StepLog {
  readonly lines: string[] = [];
  readonly #around: StepLog | undefined;

  constructor(around?: StepLog) {
    this.#around = around;
  }

  add(text: string): void {
    this.lines.push(text);
    this.#around?.add(text);
  }
}

/**
 * The log of one job. Each text is masked as it is written; lines written before a mask was added stay as they are.
 * Source: actions/runner `src/Runner.Worker/ExecutionContext.cs` (Write), `src/Runner.Common/Logging.cs`.
 */
export class JobLog {
  readonly #masker: Masker;
  readonly #clock: () => Date;
  readonly #onLine: (line: string) => void;
  readonly #entries: { readonly time: Date; readonly text: string }[] = [];

  constructor(masker: Masker, clock: () => Date, onLine: (line: string) => void) {
    this.#masker = masker;
    this.#clock = clock;
    this.#onLine = onLine;
  }

  write(step: StepLog, text: string): void {
    const masked = this.#masker.mask(text);
    this.#entries.push({ time: this.#clock(), text: masked });
    step.add(masked);
    this.#onLine(masked);
  }

  /** The log as the page shows it. */
  text(): string {
    return this.#entries.map(({ text }) => `${text}\n`).join('');
  }

  /** The log as GitHub's archive holds it: only the first line of a text that has several carries a timestamp. */
  archive(): string {
    return `\uFEFF${this.#entries.map(({ time, text }) => `${timestamp(time)} ${text}\n`).join('')}`;
  }
}

function timestamp(time: Date): string {
  return time.toISOString().replace('Z', '0000Z');
}
