import type { JsonObject } from '@sallyport/vault-client';

export const encodings = ['base64', 'hex', 'utf8'] as const;
export type Encoding = (typeof encodings)[number];

/** Which part of a secret is meant. */
export type Pick =
  /** Every key. `upperCase` is about variables alone, as `*` and `**` differ in vault-action. */
  | { readonly kind: 'all'; readonly upperCase: boolean }
  /** Keys, literally; `name` where it is not the key's own. */
  | { readonly kind: 'keys'; readonly keys: readonly { readonly key: string; readonly name?: string }[] }
  | { readonly kind: 'selector'; readonly selector: Selector }
  /** Of an issued certificate, under the names that vault-action gives its parts. */
  | { readonly kind: 'certificate' };

/** A key, or an expression of JSONata (docs.jsonata.org). */
export interface Selector {
  /** As it is written. */
  readonly text: string;
  /** The key that it names if there is one of that name; absent for what can only be an expression. */
  readonly key: string | undefined;
  /** Absent for a quoted key. */
  readonly expression: string | undefined;
}

/** One thing to fetch, however it was written. */
export interface SecretEntry {
  /** Where it stands, for messages: `line 2, column 1` or `entry 3`. */
  readonly place: string;
  readonly path: string;
  readonly pick: Pick;
  /** The name of the one value, or what stands in front of several names. */
  readonly as: string | undefined;
  /** Whose rules make names out of keys: vault-action's drop hyphens, ours keep them. */
  readonly naming: 'vault-action' | 'own';
  readonly version: number | undefined;
  readonly namespace: string | undefined;
  readonly method: 'GET' | 'POST' | 'PUT' | undefined;
  readonly body: JsonObject | undefined;
  /** The path is a folder, of which all secrets are meant. */
  readonly tree: boolean;
  readonly decode: Encoding | undefined;
  /** Undefined: masked unless the engine says that it is public. */
  readonly mask: boolean | undefined;
  readonly optional: boolean;
  readonly default: string | undefined;
  /** Name of the private file that holds the value; the output is then its path. */
  readonly file: string | undefined;
  readonly executable: boolean;
}

/** What an entry is that says no more than where and what. */
export const plainEntry = {
  as: undefined,
  version: undefined,
  namespace: undefined,
  method: undefined,
  body: undefined,
  tree: false,
  decode: undefined,
  mask: undefined,
  optional: false,
  default: undefined,
  file: undefined,
  executable: false,
} as const;
