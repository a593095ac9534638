export { createVaultClient, type VaultClient, type VaultClientOptions } from './client.ts';
export { explainLoginRefusal, type LoginFacts } from './explain-login-refusal.ts';
export {
  isJsonObject,
  JsonNumber,
  parseJson,
  stringifyJson,
  textOfJson,
  type JsonObject,
  type JsonValue,
} from './json.ts';
export type { Login, LoginMethod } from './login-method.ts';
export type { LoginOptions, LoginResult } from './login.ts';
export type { Revocation } from './revoke.ts';
export type { VaultAnswer } from './send.ts';
export type { UnwrapOptions } from './wrapping.ts';
