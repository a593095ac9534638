import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { SecureContextOptions, TlsOptions } from 'node:tls';

/** What the server does with one request. */
export type Behaviour =
  | {
      readonly does: 'answer';
      readonly status?: number;
      readonly headers?: Record<string, string>;
      readonly body?: string;
    }
  /** Closes the connection with RST, before a byte of the answer. */
  | { readonly does: 'reset' }
  /** Reads the request and never answers. */
  | { readonly does: 'stay-silent' }
  /** Sends the headers and then one byte every few milliseconds, for ever. */
  | { readonly does: 'drip' }
  /** Sends the headers and one byte, and then nothing more. */
  | { readonly does: 'stall' }
  /** Announces more than it sends, then closes. */
  | { readonly does: 'truncate' }
  /** Sends this many bytes, with or without announcing them. */
  | { readonly does: 'flood'; readonly bytes: number; readonly announced: boolean }
  /** Sends bytes that are not HTTP. */
  | { readonly does: 'babble' };

export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** Counts connections from 1, so that a test can see whether one was reused. */
  readonly connection: number;
}

export interface FaultServer {
  readonly origin: string;
  readonly port: number;
  /** Everything that arrived, in order. */
  readonly requests: readonly ReceivedRequest[];
  /** What it does with the next requests, in order; after that it answers 200 with `{"healthy":true}`. */
  plan(...behaviours: readonly Behaviour[]): void;
  close(): Promise<void>;
}

export const healthy: Behaviour = {
  does: 'answer',
  headers: { 'content-type': 'application/json' },
  body: '{"healthy":true}',
};

/** A loopback server, https where a certificate is given, that misbehaves as planned. */
export async function startFaultServer(tls?: SecureContextOptions & TlsOptions): Promise<FaultServer> {
  const requests: ReceivedRequest[] = [];
  const planned: Behaviour[] = [];
  const connections = new Map<Socket, number>();
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      requests.push({
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString('utf8'),
        connection: connections.get(request.socket) ?? 0,
      });
      behave(planned.shift() ?? healthy, response);
    });
  };
  const server = tls === undefined ? createHttpServer(listener) : createHttpsServer(tls, listener);
  let count = 0;
  server.on(tls === undefined ? 'connection' : 'secureConnection', (socket: Socket) => {
    connections.set(socket, (count += 1));
  });
  const port = await listen(server);
  return {
    origin: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    port,
    requests,
    plan: (...behaviours) => {
      planned.push(...behaviours);
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function behave(behaviour: Behaviour, response: ServerResponse): void {
  const { socket } = response;
  switch (behaviour.does) {
    case 'answer':
      response.writeHead(behaviour.status ?? 200, behaviour.headers).end(behaviour.body ?? '');
      break;
    case 'reset':
      resetSocket(socket);
      break;
    case 'stay-silent':
      break;
    case 'drip':
      drip(response);
      break;
    case 'stall':
      response.writeHead(200).write('x');
      break;
    case 'truncate':
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"value":', () => socket?.destroy());
      break;
    case 'flood':
      response.writeHead(200, behaviour.announced ? { 'content-length': String(behaviour.bytes) } : {});
      response.end(Buffer.alloc(behaviour.bytes, 'x'));
      break;
    case 'babble':
      socket?.end('SSH-2.0-OpenSSH_9.6\r\n');
      break;
  }
}

/** TLS sockets cannot send RST; destroying them closes without a farewell. */
function resetSocket(socket: Socket | null): void {
  if (socket !== null && 'encrypted' in socket) socket.destroy();
  else socket?.resetAndDestroy();
}

function drip(response: ServerResponse): void {
  response.writeHead(200);
  const timer = setInterval(() => response.write('x'), 2);
  response.on('close', () => {
    clearInterval(timer);
  });
}

export async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}

/** A port on which nothing listens: one that was free a moment ago. */
export async function findClosedPort(): Promise<number> {
  const server = createTcpServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}
