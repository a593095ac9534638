import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What happens to one request instead of reaching the server. */
export type Fault =
  | {
      readonly does: 'answer';
      readonly status: number;
      readonly body: string;
      readonly headers?: Record<string, string>;
    }
  | { readonly does: 'reset' }
  | { readonly does: 'stay-silent' }
  /** The server acts, but its answer is lost. */
  | { readonly does: 'lose-answer' }
  | { readonly does: 'flood'; readonly bytes: number };

export interface FaultyRelay {
  readonly origin: string;
  readonly seen: readonly string[];
  /** Asked for every request; `undefined` lets it through. `count` is how often this request was seen, from 1. */
  misbehave(plan: (request: string, count: number) => Fault | undefined): void;
  close(): Promise<void>;
}

/**
 * A loopback server in front of a real one.
 * @param delay milliseconds that every request waits before it goes on.
 */
export async function startFaultyRelay(target: string, delay = 0): Promise<FaultyRelay> {
  let plan: (request: string, count: number) => Fault | undefined = () => undefined;
  const seen: string[] = [];
  const server = createServer((incoming, outgoing) => {
    const name = `${incoming.method} ${incoming.url}`;
    seen.push(name);
    const fault = plan(name, seen.filter((other) => other === name).length);
    if (fault === undefined || fault.does === 'lose-answer')
      setTimeout(() => forward(target, incoming, outgoing, fault !== undefined), delay);
    else act(fault, incoming, outgoing);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    misbehave(next) {
      seen.length = 0;
      plan = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function forward(target: string, incoming: IncomingMessage, outgoing: ServerResponse, isLost: boolean): void {
  const { host: _host, ...headers } = incoming.headers;
  const onward = request(`${target}${incoming.url}`, { method: incoming.method, headers }, (answer) => {
    if (isLost) {
      answer.resume().on('end', () => outgoing.destroy());
      return;
    }
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  onward.on('error', () => outgoing.destroy());
  incoming.pipe(onward);
}

function act(
  fault: Exclude<Fault, { does: 'lose-answer' }>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): void {
  incoming.resume();
  if (fault.does === 'reset') incoming.socket.resetAndDestroy();
  if (fault.does === 'answer') {
    outgoing
      .writeHead(fault.status, { 'content-type': 'application/json', ...fault.headers })
      .end(fault.body);
  }
  if (fault.does === 'flood') {
    outgoing.on('error', () => undefined);
    outgoing.writeHead(200, { 'content-type': 'application/json' });
    const chunk = Buffer.alloc(1024 * 1024, 0x20);
    let left = fault.bytes;
    const pump = (): void => {
      while (left > 0 && !outgoing.destroyed) {
        left -= chunk.length;
        if (!outgoing.write(chunk)) return void outgoing.once('drain', pump);
      }
      outgoing.end();
    };
    pump();
  }
}
