import { failure } from '@sallyport/errors';
import { askCapabilities, type Capabilities } from './capabilities.ts';
import { renewLease, revokeLease } from './leases.ts';
import { listTree } from './list-keys.ts';
import { createFindMount } from './mounts.ts';
import type { ReadRequest } from './plan-read.ts';
import { readAll, type ReadOutcome } from './read-all.ts';
import type { Send } from './send.ts';

export interface SessionOptions {
  readonly token: string;
  /** Of the secrets; a request may name its own. */
  readonly namespace?: string | undefined;
  /** Of the token, to name them in a denial. */
  readonly policies?: readonly string[];
  /** How many requests the token is good for, from the login; 0 or absent: no limit. One is kept for its revocation. */
  readonly numUses?: number;
  /** Requests at a time. Default 8. */
  readonly inFlight?: number;
}

/** What a token can do at one server. It remembers what it learnt about mounts. */
export interface VaultSession {
  /** Each path once, in the order written; never rejects. See `readAll`. */
  readAll(requests: readonly ReadRequest[]): Promise<ReadOutcome[]>;
  /** The paths of all secrets below a folder, ready to be read. See `listTree`. */
  listTree(folder: string, namespace?: string): Promise<string[]>;
  capabilities(paths: readonly string[], namespace?: string): Promise<Capabilities>;
  revokeLease(leaseId: string, namespace?: string): Promise<void>;
  renewLease(leaseId: string, seconds: number, namespace?: string): Promise<number>;
}

export function createSession(unlimited: Send, options: SessionOptions): VaultSession {
  const { token, inFlight = 8, policies = [], numUses = 0 } = options;
  const send = numUses === 0 ? unlimited : limitUses(unlimited, numUses);
  const findMount = createFindMount(send, token);
  const at = (namespace = options.namespace) => ({ send, token, findMount, namespace, policies });
  return {
    readAll: (requests) => readAll(at(), requests, inFlight),
    listTree: (folder, namespace) => listTree(at(namespace), folder, inFlight),
    capabilities: (paths, namespace) => askCapabilities(send, token, paths, at(namespace).namespace),
    revokeLease: (leaseId, namespace) => revokeLease(at(namespace), leaseId),
    renewLease: (leaseId, seconds, namespace) => renewLease(at(namespace), leaseId, seconds),
  };
}

/** Refuses, before it is sent, the request that would leave none for the revocation. */
function limitUses(send: Send, numUses: number): Send {
  let used = 0;
  return async (request) => {
    if (++used >= numUses) {
      throw failure('vault/uses-exhausted', {
        what: `The token is good for ${numUses} requests, which is too few for what this step reads.`,
      });
    }
    return send(request);
  };
}
