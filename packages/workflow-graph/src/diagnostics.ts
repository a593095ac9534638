import type { ErrorCode } from '@sallyport/errors';
import type { Place } from './source.ts';

export type GraphCode = Extract<ErrorCode, `graph/${string}`>;

/**
 * Something about a file that keeps us from a full answer.
 * `refused`: GitHub would not run the file. `unread`: we could not read it. `unresolved`: something it names is not here.
 */
export interface Diagnostic {
  readonly code: GraphCode;
  readonly kind: 'refused' | 'unread' | 'unresolved';
  readonly place: Place;
  /** One sentence. May quote the file; escape it before printing. */
  readonly message: string;
}

/** Collects diagnostics of one file up to a limit, so that a hostile file cannot flood a report. */
export class DiagnosticList {
  readonly items: Diagnostic[] = [];
  readonly #limit: number;

  constructor(limit = 200) {
    this.#limit = limit;
  }

  add(diagnostic: Diagnostic): void {
    if (this.items.length < this.#limit) this.items.push(diagnostic);
  }
}

/** Quotes a piece of a file for a message: one line, at most 80 characters, no control characters. */
export function quote(text: string): string {
  // eslint-disable-next-line no-control-regex
  const flat = text
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g, ' ')
    .replaceAll('`', "'");
  return `\`${flat.length > 80 ? `${flat.slice(0, 77)}...` : flat}\``;
}
