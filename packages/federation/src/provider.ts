import type { Clock, HttpClient } from '@sallyport/http';
import type { Claims } from '@sallyport/github-identity';

/** How a provider reads its inputs; `InputReader` of packages/runner is one. */
export interface InputSource {
  text(
    name: string,
    options?: {
      readonly aliases?: readonly string[];
      readonly default?: string;
      readonly required?: boolean;
    },
  ): string;
  optional(name: string, options?: { readonly aliases?: readonly string[] }): string | undefined;
  boolean(
    name: string,
    options: { readonly default: boolean; readonly aliases?: readonly string[] },
  ): boolean;
  integer(
    name: string,
    bounds: {
      readonly min: number;
      readonly max: number;
      readonly default: number;
      readonly unit?: string;
      readonly aliases?: readonly string[];
    },
  ): number;
  list(name: string, options?: { readonly aliases?: readonly string[]; readonly commas?: boolean }): string[];
}

/** Which run asks; from the job's own context, for session names and audit. */
export interface RunIdentity {
  readonly runId: string;
  readonly runAttempt: string;
  readonly job: string;
}

export interface ExchangeContext {
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly run: RunIdentity;
  /** The proven token's claims, for explanations. None of them is secret. */
  readonly claims: Claims;
  /**
   * Mints, verifies and asserts once more: for the one error a fresh token can cure. The new token is masked before
   * it is returned.
   */
  readonly freshToken: () => Promise<string>;
  /** Registers a value as a mask; call it before the value can appear anywhere. */
  readonly mask: (value: string) => void;
}

/** What a private file holds. A function gets the paths of the files named before it. */
export type FileContent = string | ((paths: Readonly<Record<string, string>>) => string);

/** What an exchange yields, before anything of it is handed to the job. */
export interface Grant {
  /** What the credentials may act as: a role ARN, a Vault role. */
  readonly role: string;
  /** What joins this login with the provider's log: a session name, a token accessor. */
  readonly session: string | undefined;
  /** Seconds since the epoch. */
  readonly expiresAt: number;
  /** What downstream tools read from the environment, for `expose: env` and for `run`. */
  readonly environment: Readonly<Record<string, string>>;
  /** Identifiers that are not secret; outputs in every case. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Credentials as outputs, for `expose: outputs`. */
  readonly secretOutputs: Readonly<Record<string, string>>;
  /** For `expose: files`: contents by file name, and what points at them once they have paths. */
  readonly files: Readonly<Record<string, FileContent>>;
  readonly fileEnvironment: (paths: Readonly<Record<string, string>>) => Readonly<Record<string, string>>;
  /** The provider's tools find their credentials in files only, so `env` and `run` write them too. */
  readonly toolsReadFiles?: boolean;
  /** What the post step needs to end the login; absent where the provider cannot. */
  readonly revocation?: Readonly<Record<string, string>>;
}

/** A cloud-side policy, ready to paste. */
export interface PolicyDraft {
  readonly title: string;
  /** `json`, `hcl`, `sh` … for the fence. */
  readonly language: string;
  readonly text: string;
}

/** The wall behind the belt: what the provider can check, for exactly these runs. */
export interface Explanation {
  readonly drafts: readonly PolicyDraft[];
  /** Claims of the policy that this provider cannot check, each with the reason. */
  readonly uncheckable: readonly { readonly claim: string; readonly reason: string }[];
  readonly notes: readonly string[];
}

/**
 * One credential exchange. A provider is one file in `providers/` and its inputs in `action.yml`; the list of them is
 * generated.
 */
export interface Provider<Settings = unknown> {
  readonly id: string;
  /** How it is called in messages: `AWS STS`. */
  readonly title: string;
  /** Names in `action.yml`, aliases included, that belong to this provider alone. */
  readonly inputs: readonly string[];
  /** Inputs of which any one says that this provider is meant. */
  readonly infersFrom: readonly string[];
  /** Variables of an earlier login that would be mixed with ours: emptied together with it. */
  readonly clears: readonly string[];
  /** Checks everything that can be checked without a request. @throws CodedError `inputs/*` */
  readSettings(inputs: InputSource): Settings;
  audience(settings: Settings): string;
  /** What the login is for, before it happens: the role, for messages and audit. */
  role(settings: Settings): string;
  /** @throws CodedError `exchange/*`, `http/*` */
  exchange(token: string, settings: Settings, context: ExchangeContext): Promise<Grant>;
  /** Ends the login. @returns a sentence for the log. */
  revoke?(revocation: Readonly<Record<string, string>>, http: HttpClient): Promise<string>;
  explain(settings: Settings, claims: Claims, asserted: readonly string[]): Explanation;
}
