import type { HttpClient } from '@sallyport/http';
import { createVaultClient, type VaultClient } from '@sallyport/vault-client';
import type { ConnectionInputs } from './connection-inputs.ts';

/** The server's client; extra headers go with its requests and no others. */
export function clientOf({ address, namespace, headers }: ConnectionInputs, http: HttpClient): VaultClient {
  const withHeaders: HttpClient = {
    send: (request) => http.send({ ...request, headers: { ...headers, ...request.headers } }),
    close: () => http.close(),
  };
  return createVaultClient({ address, namespace, http: withHeaders });
}
