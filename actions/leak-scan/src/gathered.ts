import type { ScannedText } from '@sallyport/leak-engine';

/** A part of what was asked for that was not read, or not to its end. */
export interface Unread {
  readonly file: string;
  /** One sentence. */
  readonly reason: string;
}

/** What a source gave: texts with what was found in them, what it could not read, and what was left out on purpose. */
export interface Gathered {
  readonly texts: readonly ScannedText[];
  readonly unread: readonly Unread[];
  /** Named in the report, but no reason to doubt the verdict: the own log, jobs that still run. */
  readonly excluded: readonly Unread[];
}

export const reasons = {
  time: 'The time for the scan was used up before it was read to its end.',
  worker: 'The scan of it ended unexpectedly.',
} as const;
