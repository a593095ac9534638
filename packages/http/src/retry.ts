import { failure, type CodedError } from '@sallyport/errors';
import type { Repeat, ResponseHead } from './contract.ts';
import { capitalize } from './sentence.ts';

/** What one attempt ended with. */
export type Outcome<Answer extends ResponseHead> =
  | {
      readonly kind: 'answer';
      readonly answer: Answer;
      readonly transient: boolean;
      /** Milliseconds that it asks to wait, where the caller knows; by that it has not acted either. */
      readonly wait?: number | undefined;
    }
  | {
      readonly kind: 'fault';
      readonly error: CodedError;
      /** May be gone at the next attempt. */
      readonly transient: boolean;
      /** The request may have reached the server. */
      readonly reached: boolean;
    };

export type Step =
  | { readonly next: 'finish' }
  | { readonly next: 'repeat'; readonly milliseconds: number }
  | { readonly next: 'refuse'; readonly error: CodedError };

export interface RetryState {
  readonly repeat: Repeat;
  /** Of the attempt that just ended, from 1. */
  readonly attempt: number;
  /** Milliseconds that the deadline leaves. */
  readonly remaining: number;
  readonly now: number;
  /** In [0, 1). */
  readonly random: number;
  readonly peer: string;
}

export const maxAttempts = 6;
const firstBackoff = 400;
const longestBackoff = 8_000;

/** Statuses that say the server has not acted: not yet replicated, too many requests, not available. */
const notActed: readonly number[] = [412, 429, 503];

/** 429 and every 5xx but 501 (RFC 9110 section 15.6.2: the method is not implemented, now or later). */
export function isTransientStatus(status: number): boolean {
  return status === 429 || (status >= 500 && status !== 501);
}

/**
 * What follows an attempt: the outcome as it is, another attempt after a wait, or an error because the peer asks for a
 * longer wait than the deadline leaves. A wait is never longer than what is left: nothing sleeps after its last try.
 */
export function decide(outcome: Outcome<ResponseHead>, state: RetryState): Step {
  if (!outcome.transient || !mayRepeat(outcome, state.repeat) || state.attempt >= maxAttempts) {
    return { next: 'finish' };
  }
  const backoff = state.random * Math.min(longestBackoff, firstBackoff * 2 ** (state.attempt - 1));
  const asked =
    outcome.kind === 'answer'
      ? (outcome.wait ?? readRetryAfter(outcome.answer.headers, state.now))
      : undefined;
  const milliseconds = Math.round(Math.max(backoff, asked ?? 0));
  if (milliseconds < state.remaining) return { next: 'repeat', milliseconds };
  if (outcome.kind === 'fault' || asked === undefined || asked < state.remaining) return { next: 'finish' };
  return { next: 'refuse', error: refuse(outcome.answer.status, asked, state) };
}

function mayRepeat(outcome: Outcome<ResponseHead>, repeat: Repeat): boolean {
  if (repeat !== 'unless-acted') return repeat === 'always';
  if (outcome.kind === 'fault') return !outcome.reached;
  return outcome.wait !== undefined || notActed.includes(outcome.answer.status);
}

function refuse(status: number, asked: number, { remaining, peer }: RetryState): CodedError {
  const wait = Math.ceil(asked / 1000);
  const left = Math.floor(remaining / 1000);
  return failure('http/retry-after', {
    what: `${capitalize(peer)} answered ${status} and asks to wait ${wait} s, but only ${left} s are left.`,
  });
}

/**
 * `Retry-After` (RFC 9110 section 10.2.3) as milliseconds from now: seconds, or an HTTP date, which is measured against
 * the answer's own `Date` so that a wrong clock here does not matter.
 * @returns undefined for a missing or malformed value.
 */
export function readRetryAfter(headers: ResponseHead['headers'], now: number): number | undefined {
  const value = headers['retry-after']?.trim();
  if (value === undefined || value === '') return undefined;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  // Date.parse reads far more than HTTP dates (section 5.6.7), which end in GMT; the obsolete asctime form is not read.
  const date = value.endsWith('GMT') ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(date)) return undefined;
  const theirs = Date.parse(headers['date'] ?? '');
  return Math.max(0, date - (Number.isNaN(theirs) ? now : theirs));
}
