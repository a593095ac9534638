export type { Capabilities } from './capabilities.ts';
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
export type { Mount } from './mounts.ts';
export type { ReadRequest } from './plan-read.ts';
export type { ReadOutcome } from './read-all.ts';
export type { ReadResult, WrapInfo } from './read-answer.ts';
export type { Revocation } from './revoke.ts';
export type { VaultAnswer } from './send.ts';
export type { SessionOptions, VaultSession } from './session.ts';
export type { UnwrapOptions } from './wrapping.ts';
