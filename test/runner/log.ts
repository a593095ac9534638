import type { LivePages } from './live-pages.ts';
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

  /** The log of the job's step that this one is part of. */
  get top(): StepLog {
    return this.#around?.top ?? this;
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
  readonly #pages: LivePages;
  readonly #entries: Entry[] = [];

  constructor(masker: Masker, clock: () => Date, onLine: (line: string) => void, pages: LivePages) {
    this.#masker = masker;
    this.#clock = clock;
    this.#onLine = onLine;
    this.#pages = pages;
  }

  write(step: StepLog, text: string): void {
    const masked = this.#masker.mask(text);
    const entry = { time: this.#clock(), text: masked };
    this.#entries.push(entry);
    this.#pages.write(step.top, archived(entry));
    step.add(masked);
    this.#onLine(masked);
  }

  /** The pages of a step go when it has ended. */
  endStep(step: StepLog): void {
    this.#pages.endStep(step.top);
  }

  /** The pages of the job go with it. */
  end(): void {
    this.#pages.endJob();
  }

  /** The log as the page shows it. */
  text(): string {
    return this.#entries.map(({ text }) => `${text}\n`).join('');
  }

  /** The log as GitHub's archive holds it: only the first line of a text that has several carries a timestamp. */
  archive(): string {
    return `\uFEFF${this.#entries.map((entry) => `${archived(entry)}\n`).join('')}`;
  }
}

interface Entry {
  readonly time: Date;
  readonly text: string;
}

function archived({ time, text }: Entry): string {
  return `${time.toISOString().replace('Z', '0000Z')} ${text}`;
}
