import type { JobLog, StepLog } from './log.ts';
import type { Masker } from './masker.ts';
import type { Contract } from './rules.ts';
import type { Annotation } from './types.ts';

/** Longest message that is kept, in UTF-16 units. */
const longestMessage = 4096;
/** Annotations of one level that a step keeps. */
const mostPerLevel = 10;

/**
 * The annotations of one step of a job, those from inside its composites included.
 * Source: actions/runner `src/Runner.Worker/ExecutionContext.cs` (AddIssue).
 */
export class Annotations {
  readonly kept: Annotation[] = [];
  readonly #contract: Contract;
  readonly #masker: Masker;
  readonly #log: JobLog;

  constructor(contract: Contract, masker: Masker, log: JobLog) {
    this.#contract = contract;
    this.#masker = masker;
    this.#log = log;
  }

  /** Writes the message to the log and keeps the annotation if the step has room. Only the message is masked. */
  add(
    step: StepLog,
    level: Annotation['level'],
    text: string,
    place: { readonly step: string } & Partial<Omit<Annotation, 'level' | 'message' | 'step'>>,
    logLine?: string,
  ): void {
    const masked = this.#contract.holds('annotation/masked') ? this.#masker.mask(text) : text;
    const message = this.#contract.holds('annotation/length') ? masked.slice(0, longestMessage) : masked;
    const written = logLine ?? message;
    if (written !== '') this.#log.write(step, `##[${level}]${written}`);
    const room =
      !this.#contract.holds('annotation/ten-per-level') ||
      this.kept.filter((other) => other.level === level).length < mostPerLevel;
    if (room) this.kept.push({ level, message, ...place });
  }
}
