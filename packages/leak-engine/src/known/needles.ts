import { formsOf } from './forms.ts';

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

/** Bytes of a form that the automaton holds. */
const needleLength = 12;
/** Values shorter than this are ignored: they occur everywhere. */
export const shortestKnown = 4;
/** From this length on, the last character may be missing. */
const shortestCut = 8;

/**
 * Needles for exact values, in every form that decoding does not undo anyway.
 * @returns the needles, and the ordinals of values that are too short to be looked for.
 */
export function compileKnownValues(values: readonly string[]): {
  needles: KnownNeedle[];
  tooShort: number[];
} {
  const needles: KnownNeedle[] = [];
  const tooShort: number[] = [];
  for (const [value, text] of values.entries()) {
    if (text.trim().length < shortestKnown) {
      tooShort.push(value);
      continue;
    }
    const seen = new Set<string>();
    for (const form of formsOf(text)) {
      const key = `${form.anyCase}\0${form.text}`;
      if (form.text.length < shortestKnown || seen.has(key)) continue;
      seen.add(key);
      const least = form.text.length < shortestCut ? form.text.length : form.text.length - 1;
      needles.push({
        text: form.text.slice(0, Math.min(needleLength, least)),
        form: form.text,
        anyCase: form.anyCase,
        value,
        derivation: form.derivation,
        least,
      });
    }
  }
  return { needles, tooShort };
}
