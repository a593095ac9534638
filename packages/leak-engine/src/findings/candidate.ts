import type { Confidence, Severity } from '../rule.ts';

/** What findings say of a rule; built-in ones have no shape of their own. */
export interface RuleInfo {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly remedy: string;
}

/** Where in the raw log a finding is. Lines count from 1, bytes from 0. */
export interface Place {
  readonly line: number;
  readonly start: number;
  /** Grows while a long run is being decoded. */
  end: number;
  /** The text of the line around the finding, bounded; it still holds what else was found there. */
  readonly around: string;
  /** Heading of the step, as the log itself gives it. */
  readonly step: string | undefined;
}

/** Where in a layer (a text at some depth of decoding) something is. */
export interface LayerSpan {
  readonly layer: number;
  readonly start: number;
  end: number;
}

/** One hit of one rule, before overlaps are settled. */
export interface Candidate {
  readonly rule: RuleInfo;
  /** Whether the value's own text convinced, not its surroundings. */
  readonly distinctive: boolean;
  /** Latin-1. Never leaves the engine but through `secrets`. */
  readonly value: string;
  readonly place: Place;
  /** How the text was decoded, outermost first. */
  readonly chain: readonly string[];
  /** Its own span, then those of the runs it was decoded from. */
  readonly spans: readonly LayerSpan[];
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** Value-free clauses. */
  readonly why: readonly string[];
  /** Of a memory dump: how many pairs it held, and their names. */
  readonly dump?: { readonly pairs: number; readonly names: readonly string[] };
}
