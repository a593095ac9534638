import { createServer as createHttpServer, type IncomingMessage } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { listen } from './http-faults.ts';
import type { Certificate } from './test-ca.ts';

export interface ConnectProxyOptions {
  /**
   * Where tunnels lead: `host:port` as asked for → port on this machine. The proxy resolves names, so a test can ask for
   * any. What is not listed is answered 502.
   */
  readonly routes: Readonly<Record<string, number>>;
  /** Answers every CONNECT with this status and opens nothing. */
  readonly refuseWith?: number;
  /** Accepts connections and never answers. */
  readonly silent?: boolean;
  /** The Proxy-Authorization value without which it answers 407. */
  readonly authorization?: string;
  /** Makes it an https proxy. */
  readonly tls?: Certificate;
}

export interface ConnectProxy {
  readonly port: number;
  /** Every CONNECT that arrived. */
  readonly tunnels: readonly { readonly authority: string; readonly headers: IncomingMessage['headers'] }[];
  /** Requests other than CONNECT: there must be none. */
  readonly plainRequests: readonly string[];
  /** Every byte that went through the tunnels, both ways, as the proxy's operator could read it. */
  seen(): Buffer;
  /** How many are open now, towards the client and onwards. */
  connections(): number;
  close(): Promise<void>;
}

/** A CONNECT proxy as RFC 9110 section 9.3.6 describes it, which writes down what it sees. */
export async function startConnectProxy(options: ConnectProxyOptions): Promise<ConnectProxy> {
  const tunnels: { authority: string; headers: IncomingMessage['headers'] }[] = [];
  const plainRequests: string[] = [];
  const seen: Buffer[] = [];
  const sockets = new Set<Duplex>();
  const server =
    options.tls === undefined
      ? createHttpServer()
      : createHttpsServer({ cert: options.tls.certificate, key: options.tls.key });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('request', (request, response) => {
    plainRequests.push(`${request.method} ${request.url}`);
    response.writeHead(400).end();
  });
  server.on('connect', (request: IncomingMessage, client: Duplex) => {
    const authority = request.url ?? '';
    tunnels.push({ authority, headers: request.headers });
    client.on('error', () => {});
    if (options.silent === true) {
      // Reading on is what lets it see the client leave.
      client.on('end', () => client.end()).resume();
      return;
    }
    const refusal = chooseRefusal(options, authority, request.headers['proxy-authorization']);
    if (refusal !== undefined) {
      client.end(`HTTP/1.1 ${refusal} Refused\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`);
      return;
    }
    const upstream = connect(options.routes[authority] ?? 0, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      for (const [from, to] of [
        [client, upstream],
        [upstream, client],
      ] as const) {
        from.on('data', (bytes: Buffer) => seen.push(bytes));
        from.pipe(to);
      }
    });
    sockets.add(upstream);
    upstream.on('close', () => sockets.delete(upstream));
    upstream.on('error', () => client.destroy());
    client.on('close', () => upstream.destroy());
  });
  const port = await listen(server);
  return {
    port,
    tunnels,
    plainRequests,
    seen: () => Buffer.concat(seen),
    connections: () => sockets.size,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function chooseRefusal(
  options: ConnectProxyOptions,
  authority: string,
  authorization: string | undefined,
): number | undefined {
  if (options.refuseWith !== undefined) return options.refuseWith;
  if (options.authorization !== undefined && authorization !== options.authorization) return 407;
  return authority in options.routes ? undefined : 502;
}
