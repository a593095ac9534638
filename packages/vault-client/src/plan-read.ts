import { failure, plainText } from '@sallyport/errors';
import type { Repeat } from '@sallyport/http';
import type { JsonObject } from './json.ts';
import type { Mount } from './mounts.ts';
import { trimSlashes } from './send.ts';

/** What to read, as a user writes it. */
export interface ReadRequest {
  /** From the mount on, with or without the `data/` of KV version 2: `secret/data/ci` or `secret/ci`. */
  readonly path: string;
  readonly namespace?: string | undefined;
  /** Of a KV version 2 secret; the latest by default. */
  readonly version?: number | undefined;
  /** Default: what the engine wants for this path. */
  readonly method?: 'GET' | 'POST' | 'PUT' | undefined;
  /** Sent by POST unless `method` says otherwise. */
  readonly body?: JsonObject | undefined;
  /** Seconds: the answer stays at the server, wrapped, and what comes back is a token that opens it once. */
  readonly wrapSeconds?: number | undefined;
  /** Where the server may not be asked for the mount's version. */
  readonly kvVersion?: 1 | 2 | undefined;
  /** Its failure does not keep requests that create something from being sent. */
  readonly optional?: boolean | undefined;
}

/** The request that a `ReadRequest` means at its mount. */
export interface ReadPlan {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly query: string | undefined;
  readonly repeat: Repeat;
  /** Where in the answer the secret is: in `data`, or in `data.data` beside its metadata. */
  readonly shape: 'plain' | 'kv2';
}

/** The endpoints beside `data/` of a KV version 2 mount, which answer in their own form. */
const besideData = /^(?:metadata|subkeys|config|delete|undelete|destroy)(?:\/|$)/;

/** Endpoints that create by POST; everything else is read by GET. From the API page of each engine. */
const createdByPost: Readonly<Record<string, RegExp>> = {
  pki: /^(?:issue|sign|sign-verbatim|issuer\/[^/]+\/(?:issue|sign|sign-verbatim))(?:\/|$)/,
  ssh: /^(?:creds|sign|issue)\//,
  kubernetes: /^creds\//,
  transit: /^(?:encrypt|decrypt|rewrap|sign|verify|hmac|datakey|random|hash)(?:\/|$)/,
};

/** Reading these changes nothing, whatever happened to an earlier attempt. */
const readOnly: ReadonlySet<string> = new Set(['kv', 'generic', 'cubbyhole']);

/**
 * @param mount undefined if the server does not say: then the path is taken as it is.
 * @throws CodedError `vault/version-unknown` for a version where there are none.
 */
export function planRead(request: ReadRequest, mount: Mount | undefined): ReadPlan {
  const path = trimSlashes(request.path);
  const rest = mount === undefined ? path : path.slice(mount.path.length);
  const method = request.method ?? methodOf(request, mount, rest);
  const kvVersion = request.kvVersion ?? mount?.kvVersion;
  const repeat =
    method === 'GET' && (kvVersion !== undefined || readOnly.has(mount?.type ?? ''))
      ? 'always'
      : 'unless-acted';
  if (kvVersion === 2 && method === 'GET' && !besideData.test(rest)) {
    const query = request.version === undefined ? undefined : `version=${request.version}`;
    return { method, path: dataPath(path, mount), query, repeat, shape: 'kv2' };
  }
  if (request.version !== undefined) {
    throw failure('vault/version-unknown', {
      what: `\`${plainText(request.path)}\` has no versions, but version ${request.version} was asked for.`,
    });
  }
  return { method, path, query: undefined, repeat, shape: 'plain' };
}

function methodOf(request: ReadRequest, mount: Mount | undefined, rest: string): 'GET' | 'POST' {
  if (request.body !== undefined) return 'POST';
  return createdByPost[mount?.type ?? '']?.test(rest) === true ? 'POST' : 'GET';
}

/** Without a known mount, its name ends at the first slash. */
export function dataPath(path: string, mount: Mount | undefined): string {
  const name = mount?.path ?? `${path.split('/')[0]!}/`;
  const rest = path.slice(name.length);
  return /^data(?:\/|$)/.test(rest) ? path : `${name}data/${rest}`;
}
