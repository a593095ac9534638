import type { Diagnostic } from './diagnostics.ts';

import type { Place } from './source.ts';
import type { TreeNode } from './tree.ts';

/** A text of the file as written, expressions included. */
export interface Text {
  readonly text: string;
  readonly place: Place;
}

export interface NamedText extends Text {
  readonly name: string;
}

/** A `permissions` block as written. */
export interface DeclaredPermissions {
  readonly place: Place;
  readonly shorthand: 'read-all' | 'write-all' | undefined;
  /** Also scopes that nobody knows, and levels as written. */
  readonly scopes: readonly { readonly name: string; readonly level: string; readonly place: Place }[];
  /** Set when the block is neither a mapping nor a shorthand: GitHub refuses it. */
  readonly invalid: boolean;
}

export interface Trigger {
  readonly event: string;
  readonly place: Place;
  readonly types: readonly string[];
  readonly branches: readonly string[];
  readonly branchesIgnore: readonly string[];
  readonly tags: readonly string[];
  readonly tagsIgnore: readonly string[];
  /** `workflow_run` only: names of the workflows behind it. */
  readonly workflows: readonly string[];
}

export interface CallInput {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly default: string | undefined;
  /** `workflow_dispatch` with type choice. */
  readonly options: readonly string[];
}

/** What a key that we do not know held, so that nothing of a file is dropped. */
export interface UnknownKey {
  readonly key: string;
  readonly place: Place;
  readonly value: TreeNode;
}

export interface Environment {
  readonly place: Place;
  /** As written; an empty text is no environment at all. */
  readonly name: string;
  readonly deployment: boolean;
}

export interface RunsOn {
  readonly place: Place;
  readonly labels: readonly string[];
  readonly group: string | undefined;
}

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly place: Place;
  readonly credentials: boolean;
}

export interface Step {
  /** Counts from 0 over all steps of the job, those inside `parallel` included. */
  readonly index: number;
  readonly place: Place;
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly if: Text | undefined;
  readonly uses: Text | undefined;
  readonly run: Text | undefined;
  readonly shell: string | undefined;
  readonly with: readonly NamedText[];
  readonly env: readonly NamedText[];
  readonly workingDirectory: string | undefined;
  readonly continueOnError: string | undefined;
  /** Whether other steps may run at the same time. */
  readonly concurrent: boolean;
  readonly unknown: readonly UnknownKey[];
}

export interface Job {
  readonly id: string;
  readonly place: Place;
  readonly name: string | undefined;
  readonly needs: readonly Text[];
  readonly if: Text | undefined;
  readonly permissions: DeclaredPermissions | undefined;
  readonly environment: Environment | undefined;
  readonly runsOn: RunsOn | undefined;
  readonly matrix: TreeNode | undefined;
  readonly container: Container | undefined;
  readonly services: readonly Container[];
  readonly env: readonly NamedText[];
  readonly outputs: readonly NamedText[];
  readonly steps: readonly Step[];
  /** A job with `uses` calls a reusable workflow and has no steps. */
  readonly uses: Text | undefined;
  readonly with: readonly NamedText[];
  readonly secrets: 'inherit' | readonly NamedText[];
  readonly secretsPlace: Place | undefined;
  readonly unknown: readonly UnknownKey[];
}

export interface Workflow {
  /** Relative to the repository's root, e.g. `.github/workflows/ci.yml`; remote: `owner/repo/path@ref`. */
  readonly path: string;
  readonly fileName: string;
  /** The `name` of the file, else its path, as `workflow_run` knows it. */
  readonly name: string;
  readonly place: Place;
  readonly triggers: readonly Trigger[];
  readonly permissions: DeclaredPermissions | undefined;
  readonly env: readonly NamedText[];
  readonly jobs: readonly Job[];
  readonly inputs: readonly CallInput[];
  readonly dispatchInputs: readonly CallInput[];
  readonly outputs: readonly NamedText[];
  readonly unknown: readonly UnknownKey[];
  readonly diagnostics: readonly Diagnostic[];
}

/** An action's metadata file. */
export interface Action {
  readonly path: string;
  readonly place: Place;
  readonly using: string;
  /** Composite actions only. */
  readonly steps: readonly Step[];
  readonly image: string | undefined;
  readonly inputs: readonly CallInput[];
  readonly diagnostics: readonly Diagnostic[];
}
