import { describe, expect, test } from '@jest/globals';
import { failure } from '@sallyport/errors';
import {
  decide,
  maxAttempts,
  readRetryAfter,
  type Outcome,
  type RetryState,
} from '../../../packages/http/src/retry.ts';

const now = Date.UTC(2026, 10, 24, 12, 0, 0);
const state: RetryState = {
  repeat: 'always',
  attempt: 1,
  remaining: 60_000,
  now,
  random: 0.5,
  peer: 'the peer',
};

type Answer = { readonly status: number; readonly headers: Readonly<Record<string, string>> };

function answer(status: number, headers: Record<string, string> = {}, wait?: number): Outcome<Answer> {
  return {
    kind: 'answer',
    answer: { status, headers },
    transient: status >= 429 || wait !== undefined,
    wait,
  };
}

function fault(reached: boolean, transient = true): Outcome<never> {
  return { kind: 'fault', error: failure('http/reset'), transient, reached };
}

describe('the wait before the next attempt', () => {
  test.each([
    [1, 0.999999, 400],
    [2, 0.999999, 800],
    [3, 0.999999, 1600],
    [4, 0.999999, 3200],
    [5, 0.999999, 6400],
    [3, 0.5, 800],
    [3, 0, 0],
  ])('after attempt %i with random %d: %i ms', (attempt, random, milliseconds) => {
    expect(decide(fault(true), { ...state, attempt, random })).toEqual({ next: 'repeat', milliseconds });
  });

  test('never comes after the last attempt', () => {
    expect(decide(fault(true), { ...state, attempt: maxAttempts })).toEqual({ next: 'finish' });
  });

  test.each([
    ['longer than what is left', 400],
    ['exactly what is left', 800],
  ])('is not taken when it is %s', (_name, remaining) => {
    expect(decide(fault(true), { ...state, attempt: 3, remaining })).toEqual({ next: 'finish' });
    expect(decide(answer(503), { ...state, attempt: 3, remaining })).toEqual({ next: 'finish' });
  });
});

describe('Retry-After', () => {
  const date = (offset: number) => new Date(now + offset).toUTCString();
  test.each<[string, Record<string, string>, number | undefined]>([
    ['absent', {}, undefined],
    ['empty', { 'retry-after': '' }, undefined],
    ['seconds', { 'retry-after': '7' }, 7000],
    ['zero', { 'retry-after': '0' }, 0],
    ['with spaces', { 'retry-after': ' 7 ' }, 7000],
    ['a date', { 'retry-after': date(9000) }, 9000],
    ['a date against their clock', { 'retry-after': date(9000), date: date(4000) }, 5000],
    ['a date that has passed', { 'retry-after': date(-9000) }, 0],
    ['negative', { 'retry-after': '-7' }, undefined],
    ['nonsense', { 'retry-after': 'soon' }, undefined],
  ])('%s', (_name, headers, milliseconds) => {
    expect(readRetryAfter(headers, now)).toBe(milliseconds);
  });

  test('is honoured when it is longer than the backoff', () => {
    expect(decide(answer(429, { 'retry-after': '20' }), state)).toEqual({
      next: 'repeat',
      milliseconds: 20_000,
    });
  });

  test('does not shorten the backoff', () => {
    expect(decide(answer(429, { 'retry-after': '0' }), state)).toEqual({ next: 'repeat', milliseconds: 200 });
  });

  test('past the deadline ends at once and says so', () => {
    expect(decide(answer(503, { 'retry-after': '120' }), { ...state, remaining: 43_700 })).toMatchObject({
      next: 'refuse',
      error: {
        code: 'http/retry-after',
        what: 'The peer answered 503 and asks to wait 120 s, but only 43 s are left.',
      },
    });
  });

  test('gives way to what the caller reads from the answer', () => {
    const outcome = answer(429, { 'retry-after': '1' }, 5000);
    expect(decide(outcome, state)).toEqual({ next: 'repeat', milliseconds: 5000 });
  });

  test('beside an answer that is final means nothing', () => {
    expect(decide(answer(403, { 'retry-after': '1' }), state)).toEqual({ next: 'finish' });
  });
});

describe('what may be repeated', () => {
  const cases: readonly [string, Outcome<Answer>, readonly string[]][] = [
    ['a fault before the connection was open', fault(false), ['always', 'unless-acted']],
    ['a fault after it', fault(true), ['always']],
    ['a permanent fault', fault(false, false), []],
    ['403 that asks to wait', answer(403, {}, 1), ['always', 'unless-acted']],
    ['403', answer(403), []],
    ['429', answer(429), ['always', 'unless-acted']],
    ['500', answer(500), ['always']],
    ['503', answer(503), ['always', 'unless-acted']],
    ['200', answer(200), []],
  ];
  test.each(cases)('%s', (_name, outcome, repeated) => {
    const allowed = (['always', 'unless-acted', 'never'] as const).filter(
      (repeat) => decide(outcome, { ...state, repeat }).next === 'repeat',
    );
    expect(allowed).toEqual(repeated);
  });
});
