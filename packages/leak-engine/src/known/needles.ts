import { failure } from '@sallyport/errors';
import { formsOf, type KnownForm } from './forms.ts';

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

/** Needles in all: what the automaton can number beside the rules. */
const mostNeedles = 4000;

/** Known values as the prefilter takes them. */
export interface CompiledValues {
  readonly needles: readonly KnownNeedle[];
  /** Ordinals of values that are too short to be looked for. */
  readonly tooShort: readonly number[];
  /** Ordinals of values of which only the value itself is looked for, because there are so many. */
  readonly rawOnly: readonly number[];
}

function toNeedle(form: KnownForm, value: number): KnownNeedle {
  const { text, anyCase, derivation } = form;
  const least = text.length < shortestCut ? text.length : text.length - 1;
  return {
    text: text.slice(0, Math.min(needleLength, least)),
    form: text,
    anyCase,
    value,
    derivation,
    least,
  };
}

/**
 * Needles for exact values in every form.
 * @throws `leak/known-values-too-many`
 */
export function compileKnownValues(values: readonly string[]): CompiledValues {
  const needles: KnownNeedle[] = [];
  const tooShort: number[] = [];
  const rawOnly: number[] = [];
  for (const [value, text] of values.entries()) {
    if (text.trim().length < shortestKnown) {
      tooShort.push(value);
      continue;
    }
    const forms = new Map(formsOf(text).map((form) => [`${form.anyCase}\0${form.text}`, form]));
    const own = [...forms.values()].map((form) => toNeedle(form, value));
    // Every value that is still to come needs room for itself.
    if (needles.length + own.length + values.length - value <= mostNeedles) needles.push(...own);
    else {
      rawOnly.push(value);
      needles.push(...own.filter((needle) => needle.derivation === 'raw'));
    }
    if (needles.length > mostNeedles) throw failure('leak/known-values-too-many');
  }
  return { needles, tooShort, rawOnly };
}
