/** What the runner's own marks say of the place in the log. */
export interface LogPosition {
  /** Heading of the step: the title of the last `##[group]Run …`. */
  readonly step: string | undefined;
  /** Whether it is in the `env:` or `with:` block that the runner prints before a step. */
  readonly inRunnerBlock: boolean;
}

const longestHeading = 200;

/**
 * Follows `##[group]Run …`, `env:`, `with:` and `##[endgroup]` (actions/runner ScriptHandler.cs and Handler.cs print
 * them before each step). It trusts nothing: a log that imitates them can only mislabel its own lines.
 */
export class LogStructure {
  #step: string | undefined;
  #inRun = false;
  #inBlock = false;

  get position(): LogPosition {
    return { step: this.#step, inRunnerBlock: this.#inBlock };
  }

  reset(): void {
    this.#step = undefined;
    this.#inRun = false;
    this.#inBlock = false;
  }

  /** Takes note of a mark that begins at `at`. */
  note(text: Buffer, at: number, length: number): void {
    if (at > 0 && text[at - 1] !== 10) return;
    const line = text.toString('latin1', at, Math.min(length, at + longestHeading));
    const stop = line.indexOf('\n');
    const heading = stop < 0 ? line : line.slice(0, stop);
    if (heading.startsWith('##[group]')) {
      this.#inRun = heading.startsWith('##[group]Run ');
      this.#inBlock = false;
      if (this.#inRun) this.#step = heading.slice('##[group]'.length);
    } else if (heading.startsWith('##[endgroup]')) {
      this.#inRun = false;
      this.#inBlock = false;
    } else if (this.#inRun && (heading === 'env:' || heading === 'with:')) {
      this.#inBlock = true;
    }
  }
}
