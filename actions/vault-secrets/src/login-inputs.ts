import { readFileSync } from 'node:fs';
import { failure } from '@sallyport/errors';
import type { InputReader } from '@sallyport/runner';
import { isJsonObject, type JsonObject, type Login, parseJson } from '@sallyport/vault-client';
import { aliases } from './declared-inputs.ts';

/** How to log in. A JWT is made at the time of the login: from the job's identity, or signed with a key. */
export type LoginInputs = {
  /** Of the auth method, where it is another than the secrets'. */
  readonly namespace: string | undefined;
  readonly role: string | undefined;
  readonly mount: string | undefined;
} & (
  | {
      readonly kind: 'identity';
      readonly audience: string | undefined;
      readonly issuer: string | undefined;
      readonly checkRunId: string | undefined;
    }
  | {
      readonly kind: 'signed';
      readonly key: string;
      readonly password: string | undefined;
      readonly seconds: number;
    }
  /** `secrets` are what it holds in confidence. */
  | { readonly kind: 'ready'; readonly login: Login; readonly secrets: readonly string[] }
);

const methods = [
  'jwt',
  'approle',
  'token',
  'kubernetes',
  'userpass',
  'ldap',
  'cert',
  'github',
  'raw',
] as const;

/** @throws CodedError `inputs/*` */
export function readLogin(inputs: InputReader): LoginInputs {
  const payload = inputs.optional('auth-payload', { aliases: aliases['auth-payload'] });
  const token = inputs.optional('token');
  const written = inputs.optional('method')?.toLowerCase();
  const method = written ?? (token === undefined ? 'jwt' : 'token');
  const mount = inputs.optional('auth-mount', { aliases: aliases['auth-mount'] })?.replace(/^auth\//, '');
  const common = {
    namespace: inputs.optional('auth-namespace') ?? inputs.optional('namespace'),
    role: inputs.optional('role'),
    mount,
  };
  const isKnown = (methods as readonly string[]).includes(method);
  // As in vault-action: any other method goes to the mount of its name with the payload that is given.
  if (method === 'raw' || (!isKnown && payload !== undefined)) {
    const body = readPayload(payload);
    const login = { method: 'raw', payload: body, mount: mount ?? (method === 'raw' ? '' : method) } as const;
    if (login.mount === '') throw missing('auth-mount', 'raw');
    return { ...common, kind: 'ready', login, secrets: textsOf(body) };
  }
  if (!isKnown) {
    throw failure('inputs/invalid', {
      what: 'The input `method` names no login that this action knows.',
      remedy: `Use one of: ${methods.join(', ')}; or give the body of the login in \`auth-payload\`.`,
    });
  }
  if (method !== 'jwt') {
    const ready = readReady(
      method as Exclude<(typeof methods)[number], 'jwt' | 'raw'>,
      inputs,
      common,
      token,
    );
    return { ...common, kind: 'ready', ...ready };
  }
  const key = inputs.optional('jwt-private-key', { aliases: aliases['jwt-private-key'] });
  if (key === undefined) {
    return {
      ...common,
      kind: 'identity',
      audience: inputs.optional('audience', { aliases: aliases.audience }),
      issuer: inputs.optional('issuer'),
      checkRunId: inputs.optional('check-run-id'),
    };
  }
  return {
    ...common,
    kind: 'signed',
    key: key.includes('-----BEGIN') ? key : Buffer.from(key, 'base64').toString('utf8'),
    password: inputs.optional('jwt-key-password', { aliases: aliases['jwt-key-password'] }),
    seconds: inputs.integer('jwt-ttl', {
      min: 1,
      max: 86_400,
      default: 3600,
      unit: 'seconds',
      aliases: aliases['jwt-ttl'],
    }),
  };
}

function readReady(
  method: Exclude<(typeof methods)[number], 'jwt' | 'raw'>,
  inputs: InputReader,
  { role, mount }: { readonly role: string | undefined; readonly mount: string | undefined },
  token: string | undefined,
): { readonly login: Login; readonly secrets: readonly string[] } {
  const need = (name: string, value: string | undefined): string => {
    if (value === undefined) throw missing(name, method);
    return value;
  };
  const at = mount === undefined ? {} : { mount };
  if (method === 'token') {
    const given = need('token', token);
    return { login: { method, token: given }, secrets: [given] };
  }
  if (method === 'approle') {
    const roleId = need('role-id', inputs.optional('role-id', { aliases: aliases['role-id'] }));
    const secretId = inputs.optional('secret-id', { aliases: aliases['secret-id'] });
    const wrapped = inputs.optional('wrapped-secret-id');
    if (secretId !== undefined && wrapped !== undefined) {
      throw failure('inputs/conflict', { what: 'Both `secret-id` and `wrapped-secret-id` are given.' });
    }
    return {
      login: {
        method,
        roleId,
        ...(secretId === undefined ? {} : { secretId }),
        ...(wrapped === undefined ? {} : { wrappedSecretId: wrapped }),
        ...at,
      },
      secrets: [secretId, wrapped].filter((value) => value !== undefined),
    };
  }
  if (method === 'kubernetes') {
    const jwt = readTokenFile(
      inputs.text('kubernetes-token-path', {
        default: '/var/run/secrets/kubernetes.io/serviceaccount/token',
        aliases: aliases['kubernetes-token-path'],
      }),
    );
    return { login: { method, jwt, role: need('role', role), ...at }, secrets: [jwt] };
  }
  if (method === 'cert') {
    return { login: { method, ...(role === undefined ? {} : { name: role }), ...at }, secrets: [] };
  }
  if (method === 'github') {
    const githubToken = need(
      'github-token',
      inputs.optional('github-token', { aliases: aliases['github-token'] }),
    );
    return { login: { method, githubToken, ...at }, secrets: [githubToken] };
  }
  const password = need('password', inputs.optional('password'));
  return {
    login: { method, username: need('username', inputs.optional('username')), password, ...at },
    secrets: [password],
  };
}

function missing(name: string, method: string): Error {
  return failure('inputs/missing', {
    what: `The login by \`${method}\` needs the input \`${name}\`.`,
    remedy: `Set \`${name}\` under \`with:\`.`,
  });
}

function readTokenFile(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    throw failure('inputs/invalid', {
      what: `The file in \`kubernetes-token-path\` cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'}).`,
      remedy: 'Mount the token of the service account into the pod of the runner, or correct the path.',
    });
  }
}

function readPayload(payload: string | undefined): JsonObject {
  try {
    const value = parseJson(payload ?? '');
    if (isJsonObject(value)) return value;
  } catch {
    // Said below, without the text: it may be secret.
  }
  throw failure('inputs/invalid', {
    what: 'The input `auth-payload` is no JSON object.',
    remedy: 'Give the body of the login request, as in `{"role": "ci", "token": "…"}`.',
  });
}

function textsOf(payload: JsonObject): string[] {
  return Object.entries(payload).flatMap(([key, value]) =>
    typeof value === 'string' && key !== 'role' ? [value] : [],
  );
}
