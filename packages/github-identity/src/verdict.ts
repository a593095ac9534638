/** The three outcomes of every check; `unverifiable` is never reported as `holds`. */
export type Verdict = 'holds' | 'violated' | 'unverifiable';

/** One compared claim. Texts are foreign: escape them before printing. */
export interface ComparedClaim {
  readonly claim: string;
  readonly expected: string;
  /** Absent: the token does not have the claim. */
  readonly actual: string | undefined;
  readonly verdict: Verdict;
  /** A whole sentence that helps to understand the difference. */
  readonly hint?: string;
}

/** The worst of several verdicts: one violation decides; one unknown is enough not to hold. */
export function worstOf(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('violated')) return 'violated';
  return verdicts.includes('unverifiable') ? 'unverifiable' : 'holds';
}
