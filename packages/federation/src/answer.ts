import { type CodedError, failure } from '@sallyport/errors';
import type { HttpResponse } from '@sallyport/http';

export function textOf(response: HttpResponse): string {
  return Buffer.from(response.body).toString('utf8');
}

/** The members of a JSON object; undefined for anything else. */
export function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** A secret or token on one line of printable ASCII; undefined for anything else. */
export function oneLine(value: unknown): string | undefined {
  return typeof value === 'string' && /^[\x21-\x7e]+$/.test(value) ? value : undefined;
}

/** The error for an answer that is neither a success nor a refusal in the provider's own form. */
export function unexpectedAnswer({ status }: HttpResponse, peer: string, endpointInput: string): CodedError {
  if (status >= 300 && status < 400) {
    return failure('exchange/bad-answer', {
      what: `${peer} answered with a redirect (${status}), which is never followed with a token.`,
      remedy: `Correct \`${endpointInput}\`.`,
    });
  }
  return failure(status >= 500 ? 'exchange/unavailable' : 'exchange/bad-answer', {
    what: `${peer} answered ${status} without an error that it documents.`,
  });
}

/** The error for a 200 in which the credentials are missing, or not what they should be. */
export function unusableAnswer(peer: string): CodedError {
  return failure('exchange/bad-answer', { what: `${peer} answered 200, but without usable credentials.` });
}

/** The error for credentials that end before they begin, or much later than asked for. */
export function wrongLifetime(peer: string): CodedError {
  return failure('exchange/bad-answer', {
    what: `${peer} gave credentials whose lifetime is not the one that was asked for.`,
    why: 'The clock of this runner is wrong, or something else answered in its place.',
  });
}
