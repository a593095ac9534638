import { request as requestHttp, type ClientRequest } from 'node:http';
import { Agent, request as requestHttps, type AgentOptions, type RequestOptions } from 'node:https';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect, type SecureContext } from 'node:tls';
import { failure, type CodedError } from '@sallyport/errors';
import { explainFault } from './faults.ts';
import type { Proxy } from './proxy-settings.ts';

/** What the tunnel's failure means for a retry: nothing was sent to the peer, so only `transient` is open. */
export class TunnelFault extends Error {
  readonly coded: CodedError;
  readonly transient: boolean;

  constructor(coded: CodedError, transient: boolean) {
    super(coded.message);
    this.coded = coded;
    this.transient = transient;
  }
}

/** For Server Name Indication (RFC 6066 section 3), which knows no addresses. */
function nameToVerify(host: string): string {
  return isIP(host) === 0 ? host : '';
}

/** What the agent is handed with each request. */
interface TunnelOptions extends RequestOptions {
  /** Aborted when nobody waits for the tunnel any more. */
  readonly givenUp?: AbortSignal;
}

type Callback = (error: Error | null, socket: Duplex) => void;

/**
 * An agent whose connections run through a CONNECT proxy (RFC 9110 section 9.3.6), with TLS to the peer inside: the
 * proxy sees host and port and nothing else, and cannot stand in for the peer.
 */
export function createTunnelAgent(
  proxy: Proxy,
  trust: SecureContext,
  userAgent: string,
  options: AgentOptions,
): Agent {
  tunnelAgent ??= defineTunnelAgent();
  return new tunnelAgent(proxy, trust, userAgent, options);
}

let tunnelAgent: ReturnType<typeof defineTunnelAgent> | undefined;

/** In a function, since a class that extends one of node:https loads it, and with it all of TLS, at the start. */
function defineTunnelAgent() {
  return class TunnelAgent extends Agent {
    readonly #proxy: Proxy;
    readonly #trust: SecureContext;
    readonly #userAgent: string;
    readonly #opening = new Set<ClientRequest>();

    constructor(proxy: Proxy, trust: SecureContext, userAgent: string, options: AgentOptions) {
      super(options);
      this.#proxy = proxy;
      this.#trust = trust;
      this.#userAgent = userAgent;
    }

    override createConnection(options: TunnelOptions, callback?: Callback): undefined {
      const host = String(options.host);
      const authority = `${host.includes(':') ? `[${host}]` : host}:${options.port}`;
      const request = this.#ask(authority);
      this.#opening.add(request);
      const fail = (fault: TunnelFault): void => {
        this.#opening.delete(request);
        // node:http reads no socket beside an error; its type wants one.
        callback?.(fault, undefined as never);
      };
      request.once('connect', (response, socket) => {
        const status = response.statusCode ?? 0;
        if (status < 200 || status > 299) {
          socket.destroy();
          fail(this.#explainRefusal(authority, status));
          return;
        }
        this.#opening.delete(request);
        callback?.(
          null,
          connect({
            socket,
            host,
            servername: nameToVerify(host),
            secureContext: this.#trust,
            rejectUnauthorized: true,
            ALPNProtocols: ['http/1.1'],
          }),
        );
      });
      request.once('error', (error) => {
        fail(this.#explainError(error));
      });
      options.givenUp?.addEventListener('abort', () => request.destroy(), { once: true });
      request.end();
      return undefined;
    }

    /** Also gives up tunnels that are not open yet. */
    override destroy(): void {
      super.destroy();
      for (const request of this.#opening) request.destroy();
      this.#opening.clear();
    }

    #ask(authority: string): ClientRequest {
      const { hostname, port, secure, authorization } = this.#proxy;
      const shared = {
        method: 'CONNECT',
        hostname,
        port,
        path: authority,
        headers: {
          host: authority,
          'user-agent': this.#userAgent,
          ...(authorization === undefined ? {} : { 'proxy-authorization': authorization }),
        },
      };
      if (!secure) return requestHttp({ ...shared, agent: false });
      return requestHttps({
        ...shared,
        // Else the name to verify would be taken from the Host header, which names the peer.
        servername: nameToVerify(hostname),
        agent: new Agent({ secureContext: this.#trust, rejectUnauthorized: true }),
      });
    }

    #explainRefusal(authority: string, status: number): TunnelFault {
      const reason = status === 407 ? ', it wants credentials or other ones' : '';
      const what = `The proxy ${this.#proxy.host} answered ${status} to CONNECT ${authority}${reason}.`;
      return new TunnelFault(failure('http/proxy-refused', { what }), status >= 500);
    }

    #explainError(error: Error): TunnelFault {
      const fault = explainFault(error, 'connecting', 'the proxy', this.#proxy.host);
      const isTls = fault.error.code.startsWith('http/tls-');
      const { what } = fault.error;
      return new TunnelFault(
        isTls ? fault.error : failure('http/proxy-unreachable', { what }),
        fault.transient,
      );
    }
  };
}
