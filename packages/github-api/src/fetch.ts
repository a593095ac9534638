import { failure, isCoded } from '@sallyport/errors';
import { textOf, type HttpClient, type HttpResponse } from '@sallyport/http';
import { readRateLimit } from './rate-limit.ts';

/** The part of a fetch answer that @octokit/request reads (src/fetch-wrapper.ts). */
export interface FetchAnswer {
  readonly status: number;
  readonly statusText: string;
  readonly url: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Uint8Array;
  text(): Promise<string>;
  arrayBuffer(): Promise<ArrayBuffer>;
}

export interface FetchRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** A page of 100 workflow runs is about 2 MB. */
const maxBytes = 32 * 1024 * 1024;

/**
 * The `fetch` that Octokit is given: over the client of the step, with its deadline, trust, proxy and retries, to the API
 * that the token belongs to and nowhere else. Built without the global `Response` and `Headers`, whose first use costs
 * Node.js some 40 ms.
 * @throws CodedError from the returned function: `http/*`, `github-api/foreign-address`, `github-api/rate-limited`.
 */
export function createFetch(http: HttpClient, baseUrl: string, now: () => number) {
  const { origin } = new URL(baseUrl);
  return async (url: string, request: FetchRequest): Promise<FetchAnswer> => {
    if (new URL(url).origin !== origin) throw failure('github-api/foreign-address');
    const method = request.method ?? 'GET';
    let end: number | undefined;
    try {
      const response = await http.send({
        method,
        url,
        repeat: method === 'GET' || method === 'HEAD' ? 'always' : 'unless-acted',
        peer: "GitHub's API",
        maxBytes,
        readWait: (answer) => {
          const wait = readRateLimit(answer, now());
          end = wait === undefined ? undefined : now() + wait;
          return wait;
        },
        ...(request.headers === undefined ? {} : { headers: request.headers }),
        ...(request.body === undefined ? {} : { body: request.body }),
      });
      if (end !== undefined) throw explainRateLimit(end);
      return toFetchAnswer(url, response);
    } catch (error) {
      throw end !== undefined && isCoded(error, 'http/retry-after') ? explainRateLimit(end) : error;
    }
  };
}

function explainRateLimit(end: number) {
  const time = new Date(Math.ceil(end / 1000) * 1000).toISOString().replace('.000', '');
  return failure('github-api/rate-limited', {
    what: `The rate limit of GitHub's API is used up until ${time}, which is more than the step may wait.`,
  });
}

function toFetchAnswer(url: string, response: HttpResponse): FetchAnswer {
  return {
    status: response.status,
    statusText: '',
    url,
    headers: new Map(Object.entries(response.headers)),
    body: response.body,
    text: async () => textOf(response),
    arrayBuffer: async () => new Uint8Array(response.body).buffer,
  };
}
