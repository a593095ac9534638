import { catalogue, type ErrorCode } from './catalogue/index.ts';
import type { CatalogueEntry } from './catalogue/entry.ts';

/** What an error may say more precisely than its catalogue entry. */
export interface FailureParts extends Partial<CatalogueEntry> {
  /** Further lines for the log, e.g. the table of claims. Never holds a secret. */
  readonly details?: string;
  readonly cause?: unknown;
}

/**
 * The only error that users see: a stable code, what happened, why, and what to do.
 * `message` is the one-line form, so that a stray `String(error)` still reads well.
 */
export class CodedError extends Error {
  readonly code: ErrorCode;
  readonly what: string;
  readonly why: string;
  readonly remedy: string;
  readonly details: string | undefined;

  constructor(code: ErrorCode, parts: FailureParts = {}) {
    const entry: CatalogueEntry = catalogue[code];
    const what = parts.what ?? entry.what;
    super(`${code}: ${what}`, parts.cause === undefined ? undefined : { cause: parts.cause });
    this.name = 'CodedError';
    this.code = code;
    this.what = what;
    this.why = parts.why ?? entry.why;
    this.remedy = parts.remedy ?? entry.remedy;
    this.details = parts.details;
  }
}

/**
 * Makes a coded error; texts that are not given come from the catalogue.
 * @example throw failure('inputs/missing', { what: 'The input `claims` is missing.' });
 */
export function failure(code: ErrorCode, parts: FailureParts = {}): CodedError {
  return new CodedError(code, parts);
}

export function isCoded(error: unknown, code?: ErrorCode): error is CodedError {
  return error instanceof CodedError && (code === undefined || error.code === code);
}
