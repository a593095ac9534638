import { request as requestHttp, type Agent, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { failure, type CodedError } from '@sallyport/errors';
import type { ResponseHead, StartTimer } from './contract.ts';
import type { Destination } from './destination.ts';
import { explainFault, type Fault, type Stage } from './faults.ts';
import { capitalize } from './sentence.ts';
import { TunnelFault } from './tunnel.ts';

export interface AttemptPlan {
  readonly peer: string;
  readonly method: string;
  readonly destination: Destination;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body: string | Uint8Array | undefined;
  readonly agent: Agent;
  readonly limits: AttemptLimits;
  readonly startTimer: StartTimer;
}

/** In milliseconds. */
export interface AttemptLimits {
  readonly connect: number;
  readonly attempt: number;
  /** What the deadline leaves; where it is the smallest of the three, the error is `http/deadline`. */
  readonly remaining: number;
}

/** The answer's headers are there, its body is still to be read. */
export interface OpenAnswer extends ResponseHead {
  /** @throws CodedError when the body is too large, breaks off, or takes too long. */
  readBody(maxBytes: number): AsyncGenerator<Uint8Array, void, undefined>;
  /** From here on the limit counts between two pieces of the body instead of for the whole attempt. */
  waitPerPiece(remaining: () => number): void;
  discard(): void;
}

/**
 * Sends one request once.
 * @returns the answer as soon as its headers are there, or the fault; never rejects.
 */
export async function attempt(plan: AttemptPlan): Promise<OpenAnswer | Fault> {
  const { promise, resolve } = withResolvers<OpenAnswer | Fault>();
  const aborter = new AbortController();
  let request: ClientRequest;
  try {
    request = createRequest(plan, aborter.signal);
  } catch (error) {
    return { kind: 'fault', error: explainRefusedHeader(error, plan), transient: false, reached: false };
  }
  let stage: Stage = 'connecting';
  const watch = new Watch(plan, (error) => {
    aborter.abort();
    resolve({
      kind: 'fault',
      error,
      transient: error.code !== 'http/deadline',
      reached: stage !== 'connecting',
    });
  });
  watch.expect('connect');
  onceSent(request, () => {
    stage = 'sent';
    watch.expect('attempt');
  });
  request.once('response', (message) => {
    stage = 'answering';
    resolve(openAnswer(message, watch, plan));
  });
  request.on('error', (error) => {
    watch.stop();
    resolve(
      error instanceof TunnelFault
        ? { kind: 'fault', error: error.coded, transient: error.transient, reached: false }
        : explainFault(error, stage, plan.peer, plan.destination.host),
    );
  });
  request.end(plan.body);
  return promise;
}

/** The signal goes to the agent too, which may still be busy with a tunnel: node:http itself keeps it from agents. */
function createRequest(
  { destination, method, headers, agent }: AttemptPlan,
  signal: AbortSignal,
): ClientRequest {
  const { hostname, port, path, secure } = destination;
  const options = {
    method,
    hostname,
    port,
    path,
    headers,
    agent,
    signal,
    givenUp: signal,
    insecureHTTPParser: false,
  };
  return secure ? requestHttps({ ...options, rejectUnauthorized: true }) : requestHttp(options);
}

/** node:http refuses a header with a line break or control character and names it; the value stays unsaid. */
function explainRefusedHeader(error: unknown, { peer, headers }: AttemptPlan): CodedError {
  const { message } = error as { readonly message: string };
  const name = Object.keys(headers).find((candidate) => message.includes(`["${candidate}"]`));
  const which = name === undefined ? 'A header' : `The header \`${name}\``;
  return failure('http/invalid-header', {
    what: `${which} for ${peer} holds characters that HTTP does not allow.`,
  });
}

/** Calls back when the connection is open and secured, i.e. when the first byte of the request can be on its way. */
function onceSent(request: ClientRequest, sent: () => void): void {
  request.once('socket', (socket) => {
    if (request.reusedSocket) sent();
    // What tells a TLS socket (doc/api/tls.md, `tlsSocket.encrypted`); `instanceof` would load TLS for plain requests.
    else if ('encrypted' in socket) socket.once('secureConnect', sent);
    else if (socket.connecting) socket.once('connect', sent);
    else sent();
  });
}

/** The timer of an attempt: when it fires, the connection is given up and the reason kept for whoever reads. */
class Watch {
  readonly #plan: AttemptPlan;
  readonly #fail: (error: CodedError) => void;
  readonly #started = performance.now();
  #cancel: (() => void) | undefined;
  reason: CodedError | undefined;

  constructor(plan: AttemptPlan, fail: (error: CodedError) => void) {
    this.#plan = plan;
    this.#fail = fail;
  }

  /** Both limits count from the start of the attempt. */
  expect(phase: 'connect' | 'attempt'): void {
    const { limits } = this.#plan;
    const limit = phase === 'connect' ? Math.min(limits.connect, limits.attempt) : limits.attempt;
    const code = phase === 'connect' ? 'http/connect-timeout' : 'http/timeout';
    const elapsed = performance.now() - this.#started;
    this.#arm(
      Math.min(limit, limits.remaining) - elapsed,
      limits.remaining <= limit ? 'http/deadline' : code,
    );
  }

  expectPiece(remaining: number): void {
    const { attempt: limit } = this.#plan.limits;
    this.#arm(Math.min(limit, remaining), remaining <= limit ? 'http/deadline' : 'http/timeout');
  }

  stop(): void {
    this.#cancel?.();
  }

  #arm(milliseconds: number, code: 'http/connect-timeout' | 'http/timeout' | 'http/deadline'): void {
    this.stop();
    this.#cancel = this.#plan.startTimer(milliseconds, () => {
      this.reason = failure(code, { what: this.#describe(code) });
      this.#fail(this.reason);
    });
  }

  #describe(code: 'http/connect-timeout' | 'http/timeout' | 'http/deadline'): string {
    const { peer, destination, limits } = this.#plan;
    const where = `${peer} (${destination.host})`;
    if (code === 'http/deadline') return `The time of the step ran out while waiting for ${where}.`;
    if (code === 'http/timeout')
      return `${capitalize(where)} did not answer within ${seconds(limits.attempt)}.`;
    return `A connection to ${where} could not be opened within ${seconds(Math.min(limits.connect, limits.attempt))}.`;
  }
}

function seconds(milliseconds: number): string {
  return `${milliseconds / 1000} s`;
}

function openAnswer(message: IncomingMessage, watch: Watch, plan: AttemptPlan): OpenAnswer {
  let remaining: (() => number) | undefined;
  // What breaks before the body is read is told to its reader; unheard it would end the process.
  message.on('error', () => {});
  return {
    status: message.statusCode ?? 0,
    headers: readHeaders(message),
    waitPerPiece: (left) => {
      remaining = left;
      watch.expectPiece(left());
    },
    discard: () => {
      watch.stop();
      message.destroy();
    },
    async *readBody(maxBytes) {
      try {
        let received = 0;
        refuseEncoding(message, plan);
        if (Number(message.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes, plan);
        for await (const piece of message as AsyncIterable<Buffer>) {
          if (remaining !== undefined) watch.expectPiece(remaining());
          received += piece.length;
          if (received > maxBytes) throw tooLarge(maxBytes, plan);
          yield piece;
        }
      } catch (error) {
        throw watch.reason ?? explainFault(error, 'answering', plan.peer, plan.destination.host).error;
      } finally {
        watch.stop();
        message.destroy();
      }
    },
  };
}

function tooLarge(maxBytes: number, { peer, destination }: AttemptPlan): CodedError {
  const what = `The answer of ${peer} (${destination.host}) is larger than ${maxBytes} bytes.`;
  return failure('http/too-large', { what });
}

function refuseEncoding(message: IncomingMessage, { peer, destination }: AttemptPlan): void {
  const encoding = message.headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (encoding === 'identity' || encoding === '') return;
  const what = `The answer of ${peer} (${destination.host}) is compressed although that was not asked for.`;
  throw failure('http/encoded', { what });
}

function readHeaders(message: IncomingMessage): Readonly<Record<string, string>> {
  const entries = Object.entries(message.headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(', ') : (value ?? ''),
  ]);
  return Object.fromEntries(entries) as Record<string, string>;
}

function withResolvers<Value>(): { promise: Promise<Value>; resolve: (value: Value) => void } {
  let resolve: (value: Value) => void = () => {};
  const promise = new Promise<Value>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
