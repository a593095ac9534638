import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** A request as a twin sees it. */
export interface TwinRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** What a twin does with a request: answers, or fails the way networks fail. */
export type TwinAnswer =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: Buffer | string;
    }
  | { readonly kind: 'reset' }
  /** Accepts the request and never answers. */
  | { readonly kind: 'silent' }
  /** Sends one byte each interval. */
  | { readonly kind: 'drip'; readonly body: string; readonly milliseconds: number }
  /** Announces more than it sends, then closes. */
  | { readonly kind: 'truncated'; readonly body: string };

export interface LoopbackServer {
  readonly origin: string;
  close(): Promise<void>;
}

export interface LoopbackOptions {
  /** Serves https with this key and certificate (PEM). */
  readonly tls?: { readonly key: string; readonly cert: string };
}

const largestRequest = 1024 * 1024;

/** Serves a twin on 127.0.0.1, on a port that the system chooses. */
export async function serveOnLoopback(
  answer: (request: TwinRequest) => TwinAnswer | Promise<TwinAnswer>,
  options: LoopbackOptions = {},
): Promise<LoopbackServer> {
  const listener = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    void handle(incoming, outgoing, answer).catch((error: unknown) => outgoing.destroy(error as Error));
  };
  const server =
    options.tls === undefined ? createHttpServer(listener) : createHttpsServer(options.tls, listener);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    origin: `${options.tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function handle(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  answer: (request: TwinRequest) => TwinAnswer | Promise<TwinAnswer>,
): Promise<void> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largestRequest) throw new Error('The request is larger than any that a twin expects.');
    chunks.push(chunk);
  }
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
  );
  const request = {
    method: incoming.method ?? '',
    target: incoming.url ?? '',
    headers,
    body: Buffer.concat(chunks),
  };
  perform(await answer(request), outgoing);
}

function perform(answer: TwinAnswer, outgoing: ServerResponse): void {
  switch (answer.kind) {
    case 'answer':
      outgoing.writeHead(answer.status, {
        'content-length': Buffer.byteLength(answer.body),
        ...answer.headers,
      });
      outgoing.end(answer.body);
      return;
    case 'reset':
      outgoing.socket?.resetAndDestroy();
      return;
    case 'silent':
      return;
    case 'drip':
      drip(answer.body, answer.milliseconds, outgoing);
      return;
    case 'truncated':
      outgoing.writeHead(200, { 'content-length': answer.body.length + 100 });
      outgoing.write(answer.body, () => outgoing.socket?.destroy());
      return;
  }
}

function drip(body: string, milliseconds: number, outgoing: ServerResponse): void {
  outgoing.writeHead(200, { 'content-length': Buffer.byteLength(body) });
  let sent = 0;
  const timer = setInterval(() => {
    if (sent >= body.length) outgoing.end();
    else outgoing.write(body.charAt(sent));
    sent += 1;
  }, milliseconds);
  outgoing.once('close', () => clearInterval(timer));
}
