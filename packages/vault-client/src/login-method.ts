import type { JsonObject } from './json.ts';
import { trimSlashes } from './send.ts';

/**
 * The ways to log in. `mount` is where the auth method is mounted, without `auth/`; its default is the method's name.
 * Which fields a server wants: facts of Vault's and OpenBao's auth method API pages.
 */
export type Login =
  | { readonly method: 'jwt'; readonly jwt: string; readonly role?: string; readonly mount?: string }
  | {
      readonly method: 'approle';
      readonly roleId: string;
      readonly secretId?: string;
      /** A response-wrapping token that holds the secret id; unwrapped first, once, if it was made for one. */
      readonly wrappedSecretId?: string;
      readonly mount?: string;
    }
  | {
      readonly method: 'kubernetes';
      /** The service account's token, as text. */
      readonly jwt: string;
      readonly role: string;
      readonly mount?: string;
    }
  | {
      readonly method: 'userpass' | 'ldap';
      readonly username: string;
      readonly password: string;
      readonly mount?: string;
    }
  | {
      /** The client certificate is the connection's: give it to the HTTP client. `name` is the role. */
      readonly method: 'cert';
      readonly name?: string;
      readonly mount?: string;
    }
  | { readonly method: 'github'; readonly githubToken: string; readonly mount?: string }
  | {
      /** Any other method: the body of its `login` endpoint as it is. */
      readonly method: 'raw';
      readonly payload: JsonObject;
      readonly mount: string;
    }
  | {
      /** A token that was handed in. `lookUp` asks the server what it is (one request). */
      readonly method: 'token';
      readonly token: string;
      readonly lookUp?: boolean;
    };

export type LoginMethod = Login['method'];

/** The one request of a login that has one. */
export interface LoginRequest {
  readonly mount: string;
  readonly path: string;
  readonly body: JsonObject;
  /** Fields that no error may show. */
  readonly secrets: readonly string[];
}

/** @param secretId the one to use for `approle`, unwrapped if it came wrapped. */
export function loginRequest(login: Exclude<Login, { method: 'token' }>, secretId?: string): LoginRequest {
  const mount = trimSlashes(login.mount ?? '') || login.method;
  const path = `auth/${mount}/login`;
  if (login.method === 'jwt' || login.method === 'kubernetes') {
    const role = login.role === undefined ? {} : { role: login.role };
    return { mount, path, body: { ...role, jwt: login.jwt }, secrets: [login.jwt] };
  }
  if (login.method === 'approle') {
    const secret = secretId === undefined ? {} : { secret_id: secretId };
    return {
      mount,
      path,
      body: { role_id: login.roleId, ...secret },
      secrets: [login.roleId, secretId ?? ''],
    };
  }
  if ('password' in login) {
    const { username, password } = login;
    return { mount, path: `${path}/${username}`, body: { password }, secrets: [password] };
  }
  if (login.method === 'cert') {
    return { mount, path, body: login.name === undefined ? {} : { name: login.name }, secrets: [] };
  }
  if (login.method === 'github') {
    return { mount, path, body: { token: login.githubToken }, secrets: [login.githubToken] };
  }
  return { mount, path, body: login.payload, secrets: stringsIn(login.payload) };
}

function stringsIn(payload: JsonObject): string[] {
  return Object.entries(payload).flatMap(([key, value]) =>
    typeof value === 'string' && key !== 'role' ? [value] : [],
  );
}
