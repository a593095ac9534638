/**
 * When a request may be sent again.
 * - `always`: it changes nothing at the server, or the same thing twice.
 * - `unless-acted`: it may create something (a login, a lease): again only if the server cannot have acted, i.e. the
 *   connection was never opened, or the answer says so (412, 429, 503).
 * - `never`.
 */
export type Repeat = 'always' | 'unless-acted' | 'never';

/** What `send` and `open` need alike. */
export interface RequestParts {
  readonly method: string;
  readonly url: string;
  /** `host`, `accept-encoding` and what frames the body are the client's own; they are left out if given. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly repeat: Repeat;
  /** Who is asked, for messages: "GitHub's token endpoint", "AWS STS". */
  readonly peer: string;
  /** Bytes after which the answer is cut off and refused. Default 1 MiB. */
  readonly maxBytes?: number;
  /**
   * Milliseconds that one attempt may take, so that a silent socket does not eat the whole deadline. Default 10,000.
   * For `open`: until the answer's headers, and then between two pieces of its body.
   */
  readonly attemptMilliseconds?: number;
}

export interface HttpRequest extends RequestParts {
  /** Which answers are transient; default 429 and every 5xx but 501, and 412 where the caller says so. */
  readonly isTransient?: (response: HttpResponse) => boolean;
  /**
   * Milliseconds that an answer asks to wait, where the peer says so otherwise than by Retry-After beside a transient
   * status. Such an answer is transient, and says that the server has not acted.
   */
  readonly readWait?: (response: HttpResponse, now: number) => number | undefined;
}

/** A request whose answer is read as it arrives: a log, an archive. */
export interface StreamRequest extends RequestParts {
  /** As in `HttpRequest`, but before the body is there. */
  readonly isTransient?: (head: ResponseHead) => boolean;
}

export interface ResponseHead {
  readonly status: number;
  /** Lower-case names; repeated fields are joined with a comma. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface HttpResponse extends ResponseHead {
  readonly body: Uint8Array;
}

export interface StreamedResponse extends ResponseHead {
  /**
   * The pieces of the body, once. Read it to its end or call `discard`.
   * @throws CodedError `http/too-large`, `http/truncated`, `http/timeout`, `http/deadline` while it is read.
   */
  readonly body: AsyncIterable<Uint8Array>;
  /** Drops what was not read, and its connection. */
  discard(): void;
}

export interface HttpClient {
  /**
   * Sends, and sends again what may be repeated, until an answer that is not transient, the last attempt or the
   * deadline. Any status is an answer; a redirect too (never followed); a transient one too if it was the last.
   * @throws CodedError `http/*` for everything that is not an answer.
   */
  send(request: HttpRequest): Promise<HttpResponse>;
  /** Closes every connection and wakes every wait; what was under way ends with `http/closed`. */
  close(): void;
}

export interface StreamingHttpClient extends HttpClient {
  /** Like `send`, but resolves with the headers; nothing is repeated once they are handed out. */
  open(request: StreamRequest): Promise<StreamedResponse>;
}

/** One point in time that every attempt and every sleep of a step shares. */
export interface Deadline {
  /** Milliseconds left, never negative. */
  remaining(): number;
}

/** Time as a parameter, so that no test waits. `now` is in milliseconds since the epoch. */
export interface Clock {
  now(): number;
  /** Resolves after that time, or as soon as the signal is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** Calls back once after that many milliseconds, unless the returned function is called before. */
export type StartTimer = (milliseconds: number, run: () => void) => () => void;

/** One attempt as debug lines may show it: no path, no query, no header, no body. */
export interface AttemptReport {
  readonly peer: string;
  readonly host: string;
  readonly method: string;
  /** From 1. */
  readonly attempt: number;
  readonly milliseconds: number;
  /** The status of the answer, or the code of the error. */
  readonly outcome: number | string;
}
