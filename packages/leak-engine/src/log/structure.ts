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
    if (text[at] !== 35) {
      if (this.#inRun && (isLine(text, at, 'env:') || isLine(text, at, 'with:'))) this.#inBlock = true;
      return;
    }
    // Compared byte by byte, for there are many: `##[command]`, `##[error]` and the like say nothing of steps.
    const opens = startsWith(text, at, '##[group]');
    if (!opens && !startsWith(text, at, '##[endgroup]')) return;
    this.#inRun = opens && startsWith(text, at, '##[group]Run ');
    this.#inBlock = false;
    if (!this.#inRun) return;
    const start = at + '##[group]'.length;
    const limit = Math.min(length, at + longestHeading);
    let end = start;
    while (end < limit && text[end] !== 10) end += 1;
    this.#step = text.toString('latin1', start, end);
  }
}

function startsWith(text: Uint8Array, at: number, word: string): boolean {
  for (let index = 0; index < word.length; index += 1) {
    if (text[at + index] !== word.charCodeAt(index)) return false;
  }
  return true;
}

function isLine(text: Uint8Array, at: number, word: string): boolean {
  return startsWith(text, at, word) && text[at + word.length] === 10;
}
