/** The part of jest's `--json` report that counts. */
export interface JestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numRuntimeErrorTestSuites: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

/** `test/required.json`: what may not be skipped in CI, and how many tests must pass at least. */
export interface Required {
  /**
   * Words that mark rows which may not be skipped: a skipped test whose name holds one fails the run, and so does a word
   * that no passed test holds, so that a row cannot leave unseen.
   */
  readonly mayNotSkip: readonly string[];
  readonly leastPasses: number;
}

export interface Verdict {
  readonly ok: boolean;
  readonly lines: readonly string[];
}

/**
 * Names every skipped row, holds a whole run in CI to what is required, and closes with the count. A run in which nothing
 * passed is never ok.
 */
export function report(
  result: JestReport,
  run: { readonly whole: boolean; readonly ci: boolean },
  required: Required,
): Verdict {
  const namesOf = (...statuses: readonly string[]) =>
    result.testResults.flatMap(({ assertionResults }) =>
      assertionResults.filter(({ status }) => statuses.includes(status)).map(({ fullName }) => fullName),
    );
  const skipped = namesOf('pending', 'todo');
  const complaints: string[] = [];
  if (run.whole && run.ci) {
    for (const name of skipped.filter((row) => required.mayNotSkip.some((word) => row.includes(word)))) {
      complaints.push(`may not be skipped in CI: ${name}`);
    }
    const passed = namesOf('passed');
    for (const word of required.mayNotSkip.filter((each) => !passed.some((row) => row.includes(each)))) {
      complaints.push(`required in CI, but nothing that passed is named so: ${word}`);
    }
    if (result.numPassedTests < required.leastPasses) {
      complaints.push(`only ${result.numPassedTests} passed, at least ${required.leastPasses} must`);
    }
  }
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites + complaints.length;
  return {
    ok: failed === 0 && result.numPassedTests > 0,
    lines: [
      ...skipped.map((name) => `skipped: ${name}`),
      ...complaints,
      `${result.numPassedTests} passed, ${failed} failed, ${skipped.length} skipped`,
    ],
  };
}
