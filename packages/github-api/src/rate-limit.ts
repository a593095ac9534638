import { readRetryAfter, textOf, type HttpResponse } from '@sallyport/http';

const minute = 60_000;

/**
 * How long an answer of GitHub's API asks to wait, in milliseconds; undefined where it is not about a rate limit.
 * docs.github.com, rest/using-the-rest-api/rate-limits-for-the-rest-api: 403 or 429 with `retry-after`; else with
 * `x-ratelimit-remaining: 0` until `x-ratelimit-reset` (seconds since the epoch); else, for a secondary limit, which only
 * the body tells from a missing permission, at least a minute.
 */
export function readRateLimit(response: HttpResponse, now: number): number | undefined {
  const { status, headers } = response;
  if (status !== 403 && status !== 429) return undefined;
  const asked = readRetryAfter(headers, now);
  if (asked !== undefined) return asked;
  const reset = Number(headers['x-ratelimit-reset']);
  if (headers['x-ratelimit-remaining'] === '0' && Number.isFinite(reset)) {
    const theirs = Date.parse(headers['date'] ?? '');
    // Both are cut to whole seconds: one more, so that the next request does not come a moment too early.
    return Math.max(0, reset * 1000 - (Number.isNaN(theirs) ? now : theirs)) + 1000;
  }
  return status === 429 || /secondary rate limit/i.test(textOf(response)) ? minute : undefined;
}
