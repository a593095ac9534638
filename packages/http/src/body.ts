import { failure } from '@sallyport/errors';
import type { HttpResponse } from './contract.ts';
import { capitalize } from './sentence.ts';

/** The body as UTF-8; a byte order mark is dropped, bytes that are none become U+FFFD. */
export function textOf(response: Pick<HttpResponse, 'body'>): string {
  return new TextDecoder('utf-8').decode(response.body);
}

/**
 * The body as JSON; whatever type the answer declares, what counts is that it parses.
 * @throws CodedError `http/not-json`, which says what the body looks like and never shows it.
 */
export function jsonOf(response: HttpResponse, peer: string): unknown {
  const text = textOf(response);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw failure('http/not-json', {
      what: `${capitalize(peer)} answered ${response.status} with ${describe(text)} instead of JSON.`,
    });
  }
}

function describe(text: string): string {
  const start = text.trimStart().slice(0, 15).toLowerCase();
  if (start === '') return 'nothing';
  if (start.startsWith('<!doctype html') || start.startsWith('<html')) return 'an HTML page';
  if (start.startsWith('<')) return 'XML';
  return 'text';
}
