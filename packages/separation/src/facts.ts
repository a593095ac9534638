import type { Place, PossibleValues, ReachedJob, ReachedStep } from '@sallyport/workflow-graph';
import type { DeployKind, ExecutionKind } from './tables/row.ts';

/** Something that a step of a job does, with the place and the words that show it. */
export interface Act {
  readonly step: ReachedStep;
  readonly place: Place;
  /** For a message, already quoted: "`npm ci`". */
  readonly what: string;
  /** Why we say so: the row's source. */
  readonly source: string;
}

export interface Execution extends Act {
  readonly kind: ExecutionKind;
  /** Hooks of a publish, a tool that applies the tree's declarations, a composite action of the tree: not a build. */
  readonly weak: boolean;
}

export interface Deployment extends Act {
  readonly kind: DeployKind;
  /** Reaches beyond the repository with a credential of its own. */
  readonly strong: boolean;
}

export interface Login extends Act {
  readonly provider: string;
  readonly static: boolean;
  /** The role, account or client that it becomes, as written. */
  readonly identity: string | undefined;
}

export interface CacheUse extends Act {
  /** The action caches without being asked to. */
  readonly implicit: boolean;
  /** The cache key as written, where there is one. */
  readonly key: string | undefined;
}

export interface ArtifactUse extends Act {
  readonly names: PossibleValues;
  readonly pattern: string | undefined;
  readonly ids: string | undefined;
  /** The run it comes from, where it is not the own one. */
  readonly run: string | undefined;
  readonly path: string | undefined;
  readonly overwrite: boolean;
}

export interface Checkout extends Act {
  readonly ref: string | undefined;
  readonly repository: string | undefined;
  /** Whether the ref is under the control of a pull request's author. */
  readonly untrusted: boolean;
}

export interface SecretUse {
  /** `*` where all secrets are named at once. */
  readonly name: string;
  readonly place: Place;
  readonly step: ReachedStep | undefined;
}

export type EnvironmentState = 'none' | 'empty' | 'maybe-empty' | 'named' | 'unknown';

/** What a job does and holds, as far as its text tells. */
export interface JobFacts {
  readonly job: ReachedJob;
  readonly executions: readonly Execution[];
  readonly deployments: readonly Deployment[];
  readonly logins: readonly Login[];
  readonly signs: readonly Act[];
  readonly reports: readonly Act[];
  readonly restores: readonly CacheUse[];
  readonly saves: readonly CacheUse[];
  readonly uploads: readonly ArtifactUse[];
  readonly downloads: readonly ArtifactUse[];
  readonly checkouts: readonly Checkout[];
  readonly appTokens: readonly Act[];
  readonly approvals: readonly Act[];
  /** Actions whose behaviour is not known. */
  readonly unknown: readonly Act[];
  readonly secrets: readonly SecretUse[];
  readonly environment: EnvironmentState;
  /** id-token: write, by a block or because the scope is unknown. */
  readonly oidc: boolean;
}

/** Executions that build: what a deploying job must not do. */
export function buildsOf(facts: JobFacts): readonly Execution[] {
  return facts.executions.filter(({ weak }) => !weak);
}

export function strongDeployments(facts: JobFacts): readonly Deployment[] {
  return facts.deployments.filter(({ strong }) => strong);
}
