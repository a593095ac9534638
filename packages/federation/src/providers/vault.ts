import { failure } from '@sallyport/errors';
import { createVaultClient, type LoginResult } from '@sallyport/vault-client';
import { explainForVault } from '../vault/explain.ts';
import type { Grant, InputSource, Provider } from '../provider.ts';

export interface VaultSettings {
  /** `https://host:port`, without a trailing slash. */
  readonly address: string;
  readonly role: string;
  readonly mount: string;
  readonly namespace: string | undefined;
  readonly audience: string;
}

/** Vault and OpenBao: a login at a `jwt` auth mount. The post step revokes the token, and with it all it obtained. */
export const provider: Provider<VaultSettings> = {
  id: 'vault',
  title: 'Vault',
  inputs: ['vault-url', 'vault-role', 'vault-auth-mount', 'vault-namespace'],
  infersFrom: ['vault-url', 'vault-role'],
  clears: ['VAULT_TOKEN', 'VAULT_ADDR', 'VAULT_NAMESPACE'],
  readSettings: readVaultSettings,
  audience: (settings) => settings.audience,
  role: (settings) => settings.role,
  async exchange(token, settings, { http, clock, claims, mask }) {
    const vault = createVaultClient({ address: settings.address, namespace: settings.namespace, http });
    const login = await vault.login(
      { method: 'jwt', jwt: token, role: settings.role, mount: settings.mount },
      { claims },
    );
    mask(login.token);
    return grantOf(login, settings, clock.now());
  },
  async revoke({ address = '', namespace, token = '' }, http) {
    const vault = createVaultClient({ address, namespace: namespace === '' ? undefined : namespace, http });
    const outcomes = {
      revoked: 'the Vault token is revoked, and every lease it obtained with it',
      'not-accepted': 'the Vault token was dead already',
      'not-revocable': 'a batch token of Vault cannot be revoked; it ends by itself',
    } as const;
    return outcomes[await vault.revokeSelf(token)];
  },
  explain: explainForVault,
};

function readVaultSettings(inputs: InputSource): VaultSettings {
  const address = inputs.text('vault-url', { required: true }).replace(/\/+$/, '');
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) {
    throw failure('inputs/invalid', {
      what: 'The input `vault-url` is not a URL.',
      remedy: 'Write it as in `https://vault.example.com:8200`.',
    });
  }
  return {
    address,
    role: inputs.text('vault-role', { required: true }),
    mount: inputs.text('vault-auth-mount', { default: 'jwt' }).replace(/^auth\//, ''),
    namespace: inputs.optional('vault-namespace'),
    audience: inputs.text('audience', { default: address }),
  };
}

function grantOf(login: LoginResult, { address, namespace, role }: VaultSettings, now: number): Grant {
  const place = { VAULT_ADDR: address, ...(namespace === undefined ? {} : { VAULT_NAMESPACE: namespace }) };
  return {
    role,
    session: login.accessor,
    expiresAt: Math.floor(now / 1000) + login.leaseSeconds,
    environment: { ...place, VAULT_TOKEN: login.token },
    outputs: { 'vault-accessor': login.accessor ?? '', 'vault-policies': login.policies.join(',') },
    secretOutputs: { 'vault-token': login.token },
    files: { 'vault-token': login.token },
    // No client of Vault reads a path to a token from the environment, so this name is ours.
    fileEnvironment: (paths) => ({ ...place, VAULT_TOKEN_FILE: paths['vault-token'] ?? '' }),
    revocation: { address, namespace: namespace ?? '', token: login.token },
  };
}
