import { failure, isCoded, type CodedError } from '@sallyport/errors';
import { attempt, type AttemptPlan, type OpenAnswer } from './attempt.ts';
import type {
  AttemptReport,
  Clock,
  Deadline,
  HttpRequest,
  HttpResponse,
  RequestParts,
  ResponseHead,
  StreamedResponse,
  StreamingHttpClient,
  StreamRequest,
  StartTimer,
} from './contract.ts';
import { startSystemTimer } from './clock.ts';
import { Connections } from './connections.ts';
import { readDestination, type Destination } from './destination.ts';
import type { Fault } from './faults.ts';
import type { ProxySettings } from './proxy-settings.ts';
import { decide, isTransientStatus, type Outcome } from './retry.ts';
import { checkTrust, type TrustOptions } from './trust.ts';

export interface HttpClientOptions extends TrustOptions {
  readonly deadline: Deadline;
  readonly clock: Clock;
  /** In [0, 1), for the jitter of waits. Default Math.random. */
  readonly random?: () => number;
  /** For the limits of an attempt. Default the machine's own. */
  readonly startTimer?: StartTimer;
  readonly proxy?: ProxySettings | undefined;
  readonly userAgent?: string;
  /** Milliseconds in which a connection must be open, name resolution, proxy and TLS included. Default 5,000. */
  readonly connectMilliseconds?: number;
  /** Hears of every attempt, for debug lines. */
  readonly onAttempt?: (report: AttemptReport) => void;
}

const defaultUserAgent = 'sallyport';
const defaultMaxBytes = 1024 * 1024;
const defaultAttemptMilliseconds = 10_000;
const defaultConnectMilliseconds = 5_000;

/**
 * Makes the client of one step: its connections, its trust and its deadline.
 * @throws CodedError `http/ca-invalid`, `http/client-certificate-invalid`.
 */
export function createHttpClient(options: HttpClientOptions): StreamingHttpClient {
  checkTrust(options);
  const { deadline, clock, random = Math.random, onAttempt } = options;
  const userAgent = options.userAgent ?? defaultUserAgent;
  const connections = new Connections({ ...options, userAgent });
  const closing = new AbortController();

  async function exchange<Answer extends ResponseHead>(
    request: RequestParts,
    { receive, drop }: Reception<Answer>,
  ): Promise<Answer> {
    const destination = readDestination(request.url, request.peer);
    let last: AttemptReport | undefined;
    for (let count = 1; ; count += 1) {
      refuseWhenClosed(request);
      if (deadline.remaining() <= 0) throw runOut(request.peer, destination, last);
      const started = clock.now();
      const outcome = await tryOnce(request, destination, receive);
      last = {
        peer: request.peer,
        host: destination.host,
        method: request.method,
        attempt: count,
        milliseconds: clock.now() - started,
        outcome: outcome.kind === 'answer' ? outcome.answer.status : outcome.error.code,
      };
      onAttempt?.(last);
      refuseWhenClosed(request);
      const step = decide(outcome, {
        repeat: request.repeat,
        attempt: count,
        remaining: deadline.remaining(),
        now: clock.now(),
        random: random(),
        peer: request.peer,
      });
      if (step.next === 'finish') return unwrap(outcome, count);
      if (outcome.kind === 'answer') drop(outcome.answer);
      if (step.next === 'refuse') throw step.error;
      await clock.sleep(step.milliseconds, closing.signal);
    }
  }

  function refuseWhenClosed({ peer }: RequestParts): void {
    if (!closing.signal.aborted) return;
    throw failure('http/closed', { what: `The request to ${peer} was cut off because the step is ending.` });
  }

  async function tryOnce<Answer extends ResponseHead>(
    request: RequestParts,
    destination: Destination,
    receive: Reception<Answer>['receive'],
  ): Promise<Outcome<Answer>> {
    const plan: AttemptPlan = {
      peer: request.peer,
      method: request.method,
      destination,
      headers: buildHeaders(request, userAgent),
      body: request.body,
      startTimer: options.startTimer ?? startSystemTimer,
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
    send: async (request) => exchange(request, receiveWhole(request, clock)),
    open: async (request) => exchange(request, receiveStream(request, deadline)),
    close: () => {
      closing.abort();
      connections.close();
    },
  };
}

/** What becomes of an answer whose headers are there. */
interface Reception<Answer extends ResponseHead> {
  receive(this: void, answer: OpenAnswer): Promise<Outcome<Answer>>;
  /** Lets go of an answer that is not handed out. */
  drop(this: void, answer: Answer): void;
}

function receiveWhole(request: HttpRequest, clock: Clock): Reception<HttpResponse> {
  return {
    receive: async (answer) => {
      const body = await collect(answer, request.maxBytes ?? defaultMaxBytes);
      if ('kind' in body) return body;
      const response = { status: answer.status, headers: answer.headers, body };
      const wait = request.readWait?.(response, clock.now());
      const transient = request.isTransient?.(response) ?? isTransientStatus(response.status);
      return { kind: 'answer', answer: response, transient: transient || wait !== undefined, wait };
    },
    drop: () => {},
  };
}

function receiveStream(request: StreamRequest, deadline: Deadline): Reception<StreamedResponse> {
  return {
    receive: async (answer) => {
      answer.waitPerPiece(() => deadline.remaining());
      const { status, headers } = answer;
      const transient = request.isTransient?.({ status, headers }) ?? isTransientStatus(status);
      const body = answer.readBody(request.maxBytes ?? defaultMaxBytes);
      const discard = (): void => {
        answer.discard();
      };
      return { kind: 'answer', answer: { status, headers, body, discard }, transient };
    },
    drop: (answer) => {
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

/**
 * Names that the client alone decides: how the connection is used and where the body ends; and `host`, because node:https
 * would verify the certificate against it instead of the URL.
 */
const reserved: readonly string[] = [
  'accept-encoding',
  'connection',
  'content-length',
  'expect',
  'host',
  'transfer-encoding',
  'upgrade',
];

function buildHeaders(request: RequestParts, userAgent: string): Readonly<Record<string, string | number>> {
  const given = Object.entries(request.headers ?? {})
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name]) => !reserved.includes(name));
  return {
    'user-agent': userAgent,
    ...Object.fromEntries(given),
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

function runOut(peer: string, { host }: Destination, last: AttemptReport | undefined): CodedError {
  const again = last === undefined ? '' : ' again';
  return failure('http/deadline', {
    what: `The time of the step ran out before ${peer} (${host}) was asked${again}.`,
    ...(last === undefined ? {} : { details: `Attempt ${last.attempt} ended with ${last.outcome}.` }),
  });
}
