/** One form of a known value, as the prefilter looks for it. */
export interface KnownNeedle {
  /** The first bytes of the form (Latin-1), which is what the automaton holds. */
  readonly text: string;
  /** The whole form; a hit is confirmed against it. */
  readonly form: string;
  /** Whether letters may differ in case. */
  readonly anyCase: boolean;
  /** Which known value (an ordinal) and how it was derived, e.g. `base64`. */
  readonly value: number;
  readonly derivation: string;
  /** How much of the form must be there: the last characters may be missing. */
  readonly least: number;
}
