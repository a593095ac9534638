import type { Diagnostic } from './diagnostics.ts';
import type { RunEvent } from './event-scope.ts';
import type { Action, Job, NamedText, Step, Workflow } from './model.ts';
import type { EffectivePermissions } from './permissions.ts';
import type { UsesReference } from './uses.ts';
import type { PossibleValues } from './values.ts';

/** A step as it runs: a composite action's steps stand in the place of the step that uses it. */
export interface ReachedStep {
  readonly step: Step;
  readonly reference: UsesReference | undefined;
  /** The composite actions around it, outermost first. */
  readonly within: readonly Action[];
  /** The step of the job's own file that leads here. */
  readonly outer: Step;
  /** What the action's metadata says, where its text is known. */
  readonly action: Action | undefined;
  /** Whether the action behind `uses` is neither here nor given. */
  readonly unresolved: boolean;
  /** The events in which its `if` can be true. */
  readonly events: readonly RunEvent[];
  /** Its inputs with what they may be, where it uses an action. */
  readonly inputs: ReadonlyMap<string, PossibleValues>;
}

/** The secrets that a job can name. */
export type ReachableSecrets = 'all' | ReadonlySet<string>;

/** A job as it runs, at the end of a chain of calls. */
export interface ReachedJob {
  /** `ci.yml/build`, or `release.yml/call > build.yml/compile` at the end of a chain. Unique in a graph. */
  readonly id: string;
  /** The triggered workflow that the chain starts from. */
  readonly root: Workflow;
  readonly workflow: Workflow;
  readonly job: Job;
  /** The job that calls this job's workflow. */
  readonly caller: ReachedJob | undefined;
  readonly kind: 'steps' | 'call';
  /** For a call: the workflow, or why it is not here. */
  readonly callee: Workflow | undefined;
  readonly reference: UsesReference | undefined;
  /** The events in which its `if` and those of what it needs can be true. */
  readonly events: readonly RunEvent[];
  readonly permissions: EffectivePermissions;
  readonly inputs: ReadonlyMap<string, PossibleValues>;
  readonly secrets: ReachableSecrets;
  /** What `environment` may be; undefined without one. */
  readonly environment: PossibleValues | undefined;
  readonly labels: readonly PossibleValues[];
  readonly matrix: ReadonlyMap<string, PossibleValues> | undefined;
  readonly steps: readonly ReachedStep[];
  /** Names with literal values, for the expressions of its steps. */
  readonly env: readonly NamedText[];
  /** The jobs of the same file that it needs. */
  readonly needs: readonly ReachedJob[];
}

export type EdgeKind =
  | 'needs'
  | 'call'
  | 'output'
  | 'artifact'
  | 'cache'
  | 'package'
  | 'workflow_run'
  | 'dispatch'
  | 'environment'
  | 'runner';

/** One way in which something of one job reaches another. */
export interface Edge {
  readonly kind: EdgeKind;
  readonly from: ReachedJob;
  readonly to: ReachedJob;
  /** The name of what crosses. */
  readonly label: string;
}

export interface WorkflowGraph {
  readonly workflows: readonly Workflow[];
  /** Callers before callees, files in alphabetical order, jobs as written. */
  readonly jobs: readonly ReachedJob[];
  readonly diagnostics: readonly Diagnostic[];
}
