import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { SecureContext } from 'node:tls';
import type { Destination } from './destination.ts';
import { chooseProxy, type Proxy, type ProxySettings } from './proxy-settings.ts';
import { createTrust, type TrustOptions } from './trust.ts';
import { createTunnelAgent } from './tunnel.ts';

export interface ConnectionOptions extends TrustOptions {
  readonly proxy?: ProxySettings | undefined;
  readonly userAgent: string;
}

/** Below the 5 s after which node:http servers, and the 60 s after which common load balancers, drop idle sockets. */
const idleMilliseconds = 4_000;

/** The keep-alive agents of one client: one for each road that a request can take. */
export class Connections {
  readonly #options: ConnectionOptions;
  readonly #agents = new Map<string, HttpAgent>();
  #trust: SecureContext | undefined;

  constructor(options: ConnectionOptions) {
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
    return createTunnelAgent(proxy, this.#trust, this.#options.userAgent, shared);
  }
}
