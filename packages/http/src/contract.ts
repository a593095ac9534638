/**
 * When a request may be sent again.
 * - `always`: it changes nothing at the server, or the same thing twice.
 * - `unless-acted`: it may create something (a login, a lease): again only if the server cannot have acted, i.e. the
 *   connection was never opened, or the answer says so (412, 429, 503).
 * - `never`.
 */
export type Repeat = 'always' | 'unless-acted' | 'never';

export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly repeat: Repeat;
  /** Who is asked, for messages: "GitHub's token endpoint", "AWS STS". */
  readonly peer: string;
  /** Bytes after which the answer is cut off and refused. Default 1 MiB. */
  readonly maxBytes?: number;
  /** Which answers are transient; default 429 and every 5xx but 501, and 412 where the caller says so. */
  readonly isTransient?: (response: HttpResponse) => boolean;
}

export interface HttpResponse {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface HttpClient {
  /**
   * Sends, and sends again what may be repeated, until an answer that is not transient or the deadline. Any status is
   * an answer; a redirect too (never followed).
   * @throws CodedError `http/*` for everything that is not an answer.
   */
  send(request: HttpRequest): Promise<HttpResponse>;
  /** Closes kept-alive sockets; the process can end. */
  close(): void;
}

/** One point in time that every attempt and every sleep of a step shares. */
export interface Deadline {
  /** Milliseconds left, never negative. */
  remaining(): number;
}

/** Time as a parameter, so that no test waits. `now` is in milliseconds since the epoch. */
export interface Clock {
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}
