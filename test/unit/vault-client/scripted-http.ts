import type { HttpClient, HttpRequest, HttpResponse } from '@sallyport/http';

export interface Answer {
  readonly status: number;
  /** JSON unless it is a text. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ScriptedHttp extends HttpClient {
  readonly requests: readonly HttpRequest[];
  /** `METHOD path` of each request, the address left out. */
  readonly asked: readonly string[];
}

/** A client that answers from a function and remembers what it was asked; it repeats nothing by itself. */
export function scriptHttp(
  answer: (asked: string, request: HttpRequest) => Answer | Promise<Answer>,
): ScriptedHttp {
  const requests: HttpRequest[] = [];
  const asked: string[] = [];
  return {
    requests,
    asked,
    send: async (request): Promise<HttpResponse> => {
      const line = `${request.method} ${request.url.replace(/^.*?\/v1\//, '')}`;
      requests.push(request);
      asked.push(line);
      const { status, body, headers = {} } = await answer(line, request);
      const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
      return { status, headers, body: new TextEncoder().encode(text) };
    },
    close: () => {},
  };
}
