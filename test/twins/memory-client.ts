import { failure } from '@sallyport/errors';
import type { HttpClient, HttpRequest } from '@sallyport/http';
import type { TwinAnswer, TwinRequest } from './loopback-server.ts';

/** Anything that answers requests in memory. */
export interface Answering {
  answer(request: TwinRequest): TwinAnswer | Promise<TwinAnswer>;
}

/**
 * A client whose requests go to a twin without a network, whatever host they name: so tokens of issuers with their real
 * names can be verified, and nothing waits. It sends every request once.
 */
export function createMemoryClient(twin: Answering): HttpClient & { readonly sent: readonly HttpRequest[] } {
  const sent: HttpRequest[] = [];
  return {
    sent,
    close: () => undefined,
    send: async (request) => {
      sent.push(request);
      const url = new URL(request.url);
      const answer = await twin.answer({
        method: request.method,
        target: url.pathname + url.search,
        headers: request.headers ?? {},
        body: Buffer.from(request.body ?? ''),
      });
      if (answer.kind === 'reset') throw failure('http/reset');
      if (answer.kind === 'truncated') throw failure('http/truncated');
      if (answer.kind !== 'answer') throw failure('http/deadline');
      const body = Buffer.from(answer.body);
      if (body.length > (request.maxBytes ?? 1024 * 1024)) throw failure('http/too-large');
      return { status: answer.status, headers: answer.headers, body };
    },
  };
}
