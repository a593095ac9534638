import type { HttpClient } from '@sallyport/http';
import { logIn, type LoginOptions, type LoginResult } from './login.ts';
import type { Login } from './login-method.ts';
import { revokeSelf, type Revocation } from './revoke.ts';
import { createSend, type VaultAnswer } from './send.ts';
import { createSession, type SessionOptions, type VaultSession } from './session.ts';
import { unwrap, type UnwrapOptions } from './wrapping.ts';

export interface VaultClientOptions {
  /** `https://host:port`, with a path in front of `/v1/` if there is one. */
  readonly address: string;
  /** Where requests go that name no namespace of their own. */
  readonly namespace?: string | undefined;
  /** Carries the deadline, the authorities, the client certificate and the proxy. */
  readonly http: HttpClient;
}

export interface VaultClient {
  /** @throws CodedError `vault/*`, `http/*`; see `logIn`. */
  login(login: Login, options?: LoginOptions): Promise<LoginResult>;
  /** @param namespace where the token was made. */
  revokeSelf(token: string, namespace?: string): Promise<Revocation>;
  /** What a token can read, list, renew and revoke. */
  session(options: SessionOptions): VaultSession;
  unwrap(token: string, options: UnwrapOptions): Promise<VaultAnswer>;
}

export function createVaultClient({ address, namespace, http }: VaultClientOptions): VaultClient {
  const send = createSend(address, http);
  return {
    login: (login, options = {}) => logIn(send, login, { namespace, ...options }),
    revokeSelf: (token, of = namespace) => revokeSelf(send, token, of),
    session: (options) => createSession(send, { namespace, ...options }),
    unwrap: (token, options) => unwrap(send, token, { namespace, ...options }),
  };
}
