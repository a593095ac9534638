import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { SecureContext } from 'node:tls';
import { failure, isCoded, type CodedError } from '@sallyport/errors';
import { attempt, type AttemptPlan, type OpenAnswer } from './attempt.ts';
import type {
  AttemptReport,
  Clock,
  Deadline,
  HttpResponse,
  RequestParts,
  ResponseHead,
  StreamingHttpClient,
  StreamRequest,
} from './contract.ts';
import { readDestination, type Destination } from './destination.ts';
import type { Fault } from './faults.ts';
import { chooseProxy, type Proxy, type ProxySettings } from './proxy-settings.ts';
import { decide, isTransientStatus, type Outcome } from './retry.ts';
import { checkTrust, createTrust, type TrustOptions } from './trust.ts';
import { TunnelAgent } from './tunnel.ts';

export interface HttpClientOptions extends TrustOptions {
  readonly deadline: Deadline;
  readonly clock: Clock;
  /** In [0, 1), for the jitter of waits. Default Math.random. */
  readonly random?: () => number;
  readonly proxy?: ProxySettings | undefined;
  readonly userAgent?: string;
  /** Milliseconds in which a connection must be open, name resolution, proxy and TLS included. Default 5,000. */
  readonly connectMilliseconds?: number;
  /** Hears of every attempt, for debug lines. */
  readonly onAttempt?: (report: AttemptReport) => void;
}

const defaultMaxBytes = 1024 * 1024;
const defaultAttemptMilliseconds = 10_000;
const defaultConnectMilliseconds = 5_000;

/** Below the 5 s after which node:http servers, and the 60 s after which common load balancers, drop idle sockets. */
const idleMilliseconds = 4_000;

/**
 * Makes the client of one step: its connections, its trust and its deadline.
 * @throws CodedError `http/ca-invalid`, `http/client-certificate-invalid`.
 */
export function createHttpClient(options: HttpClientOptions): StreamingHttpClient {
  checkTrust(options);
  const { deadline, clock, random = Math.random, onAttempt } = options;
  const connections = new Connections(options);
  const closing = new AbortController();

  async function exchange<Answer extends ResponseHead>(
    request: RequestParts,
    receive: (answer: OpenAnswer) => Promise<Outcome<Answer>>,
  ): Promise<Answer> {
    const destination = readDestination(request.url, request.peer);
    if (deadline.remaining() <= 0) throw runOut(request.peer, destination);
    for (let count = 1; ; count += 1) {
      refuseWhenClosed(request);
      const started = clock.now();
      const outcome = await tryOnce(request, destination, receive);
      onAttempt?.({
        peer: request.peer,
        host: destination.host,
        method: request.method,
        attempt: count,
        milliseconds: clock.now() - started,
        outcome: outcome.kind === 'answer' ? outcome.answer.status : outcome.error.code,
      });
      refuseWhenClosed(request);
      const step = decide(outcome, {
        repeat: request.repeat,
        attempt: count,
        remaining: deadline.remaining(),
        now: clock.now(),
        random: random(),
        peer: request.peer,
      });
      if (step.next === 'refuse') throw step.error;
      if (step.next === 'repeat') await clock.sleep(step.milliseconds, closing.signal);
      if (step.next === 'finish' || deadline.remaining() <= 0) return unwrap(outcome, count);
    }
  }

  function refuseWhenClosed({ peer }: RequestParts): void {
    if (!closing.signal.aborted) return;
    throw failure('http/closed', { what: `The request to ${peer} was cut off because the step is ending.` });
  }

  async function tryOnce<Answer extends ResponseHead>(
    request: RequestParts,
    destination: Destination,
    receive: (answer: OpenAnswer) => Promise<Outcome<Answer>>,
  ): Promise<Outcome<Answer>> {
    const plan: AttemptPlan = {
      peer: request.peer,
      method: request.method,
      destination,
      headers: buildHeaders(request, options.userAgent ?? 'sallyport'),
      body: request.body,
      agent: connections.choose(destination),
      limits: {
        connect: options.connectMilliseconds ?? defaultConnectMilliseconds,
        attempt: request.attemptMilliseconds ?? defaultAttemptMilliseconds,
        remaining: deadline.remaining(),
      },
    };
    const answer = await attempt(plan);
    return 'kind' in answer ? answer : receive(answer);
  }

  return {
    send: async (request) =>
      exchange<HttpResponse>(request, async (answer) => {
        const body = await collect(answer, request.maxBytes ?? defaultMaxBytes);
        if ('kind' in body) return body;
        const response = { status: answer.status, headers: answer.headers, body };
        const transient = request.isTransient?.(response) ?? isTransientStatus(response.status);
        return { kind: 'answer', answer: response, transient };
      }),
    open: async (request) =>
      exchange(request, async (answer) => {
        const transient = request.isTransient?.(answer) ?? isTransientStatus(answer.status);
        return { kind: 'answer', answer: stream(answer, request, deadline), transient };
      }),
    close: () => {
      closing.abort();
      connections.close();
    },
  };
}

function stream(answer: OpenAnswer, request: StreamRequest, deadline: Deadline) {
  answer.waitPerPiece(() => deadline.remaining());
  return {
    status: answer.status,
    headers: answer.headers,
    body: answer.readBody(request.maxBytes ?? defaultMaxBytes),
    discard: () => {
      answer.discard();
    },
  };
}

/** The whole body, or what went wrong with it. */
async function collect(answer: OpenAnswer, maxBytes: number): Promise<Uint8Array | Fault> {
  const pieces: Uint8Array[] = [];
  try {
    for await (const piece of answer.readBody(maxBytes)) pieces.push(piece);
  } catch (error) {
    if (!isCoded(error)) throw error;
    const transient = error.code === 'http/truncated' || error.code === 'http/timeout';
    return { kind: 'fault', error, transient, reached: true };
  }
  return pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces);
}

function buildHeaders(request: RequestParts, userAgent: string): Readonly<Record<string, string | number>> {
  const given = Object.entries(request.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]);
  return {
    'user-agent': userAgent,
    ...(Object.fromEntries(given) as Record<string, string>),
    'accept-encoding': 'identity',
    ...(request.body === undefined ? {} : { 'content-length': Buffer.byteLength(request.body) }),
  };
}

function unwrap<Answer extends ResponseHead>(outcome: Outcome<Answer>, tries: number): Answer {
  if (outcome.kind === 'answer') return outcome.answer;
  throw tries === 1 ? outcome.error : countTries(outcome.error, tries);
}

function countTries({ code, what, why, remedy }: CodedError, tries: number): CodedError {
  return failure(code, { what, why, remedy, details: `Tried ${tries} times.` });
}

function runOut(peer: string, { host }: Destination): CodedError {
  return failure('http/deadline', {
    what: `The time of the step ran out before ${peer} (${host}) was asked.`,
  });
}

/** The keep-alive agents of one client: one for each road that a request can take. */
class Connections {
  readonly #options: HttpClientOptions;
  readonly #agents = new Map<string, HttpAgent>();
  #trust: SecureContext | undefined;

  constructor(options: HttpClientOptions) {
    this.#options = options;
  }

  choose(destination: Destination): HttpAgent {
    const proxy = chooseProxy(this.#options.proxy, destination);
    const road = proxy === undefined ? (destination.secure ? 'https' : 'http') : 'tunnel';
    const known = this.#agents.get(road);
    if (known !== undefined) return known;
    const agent = this.#create(destination.secure, proxy);
    this.#agents.set(road, agent);
    return agent;
  }

  close(): void {
    for (const agent of this.#agents.values()) agent.destroy();
    this.#agents.clear();
  }

  #create(secure: boolean, proxy: Proxy | undefined): HttpAgent {
    const shared = { keepAlive: true, timeout: idleMilliseconds };
    if (!secure) return new HttpAgent(shared);
    this.#trust ??= createTrust(this.#options);
    if (proxy === undefined) {
      return new HttpsAgent({ ...shared, secureContext: this.#trust, rejectUnauthorized: true });
    }
    return new TunnelAgent(proxy, this.#trust, this.#options.userAgent ?? 'sallyport', shared);
  }
}
