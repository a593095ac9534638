import type { Annotations } from './annotations.ts';
import type { StepDefinition } from './definitions.ts';
import type { ExpressionState } from './expressions.ts';
import type { JobLog, StepLog } from './log.ts';
import type { Masker } from './masker.ts';
import type { Contract } from './rules.ts';
import type { RunnerRoot } from './runner-root.ts';
import type {
  Annotation,
  CancellationTimes,
  Conclusion,
  Endpoint,
  Permissions,
  RunOptions,
  StandIn,
  StepResult,
} from './types.ts';

/** A repository on disk, and what its files call themselves. */
export interface SourceRepository {
  /** `owner/name` */
  readonly name: string;
  readonly ref: string;
  readonly sha: string;
  readonly folder: string;
}

/** One run of a workflow, shared by its jobs. */
export interface RunState {
  readonly options: RunOptions;
  readonly contract: Contract;
  readonly repository: SourceRepository;
  readonly temp: string;
  readonly artifacts: string;
  readonly caches: string;
  readonly times: CancellationTimes;
  readonly abort: AbortController;
  readonly standIns: Readonly<Record<string, StandIn>>;
  readonly jobFolders: string[];
  readonly runnerRoot: RunnerRoot;
  nextId: number;
}

export interface JobFolders {
  readonly root: string;
  readonly workspace: string;
  readonly temp: string;
  readonly tools: string;
  readonly home: string;
}

/** What steps leave for those after them, in a job or in one composite: the `steps` context. */
export type StepRecords = Record<
  string,
  { outputs: Record<string, string>; outcome: Conclusion; conclusion: Conclusion }
>;

export interface JobState {
  readonly run: RunState;
  readonly contract: Contract;
  readonly id: string;
  readonly name: string;
  readonly checkRunId: string;
  readonly folders: JobFolders;
  readonly masker: Masker;
  readonly log: JobLog;
  /** The `github` context without what changes from step to step. */
  readonly github: Readonly<Record<string, unknown>>;
  readonly runner: Readonly<Record<string, string>>;
  /** `needs`, `strategy`, `matrix`, `vars`, `secrets`, `inputs`. */
  readonly contexts: Readonly<Record<string, unknown>>;
  readonly runDefaults: Record<string, string>;
  readonly permissions: Permissions;
  /** Present with `id-token: write` only. */
  readonly oidc: Endpoint | undefined;
  readonly runtimeToken: string;
  readonly repository: SourceRepository;
  /** The job's environment, to which GITHUB_ENV adds. */
  readonly environment: Map<string, string>;
  /** What GITHUB_PATH added, the latest last. */
  readonly prependPath: string[];
  readonly abort: AbortController;
  readonly records: StepRecords;
  readonly posts: PostStep[];
  readonly results: StepResult[];
  readonly annotations: Annotation[];
  readonly summaries: string[];
  readonly rawOutput: Buffer[];
  status: 'success' | 'failure' | 'cancelled';
}

/** A post stage that waits for the end of the job. */
export interface PostStep {
  /** The frame of its main stage. */
  readonly main: Frame;
  readonly condition: string;
}

/** The inside of a composite action, or the job itself: where ids, inputs and `$/` are looked up. */
export interface Scope {
  readonly records: StepRecords;
  /** Inputs of the composite; absent at the level of the job. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** The repository that the file with these steps belongs to. */
  readonly repository: SourceRepository;
  /** `github.*` values that this composite sets for its steps. */
  readonly github: Readonly<Record<string, string | null>>;
}

/** One step in one stage, as it is being run. */
export interface Frame {
  readonly job: JobState;
  readonly definition: StepDefinition;
  readonly stage: 'pre' | 'main' | 'post';
  name: string;
  readonly scope: Scope;
  /** The composite step around this one. */
  readonly around: Frame | undefined;
  readonly log: StepLog;
  /** Shared by a composite and its steps. */
  readonly annotations: Annotations;
  /** The `env` context. */
  readonly env: Map<string, string>;
  /** Names that `env:` of this step, or of a composite around it, has set: GITHUB_ENV does not reach them. */
  readonly overrides: Set<string>;
  /** What this step adds to the `github` context; null takes away what a composite around it has. */
  readonly github: Record<string, string | null>;
  /** What save-state kept, shared by the stages of a step; keys without regard to case. */
  readonly state: Map<string, readonly [key: string, value: string]>;
  /** The same for an action that runs inside the twin. */
  readonly standInState: Map<string, string>;
  /** Ends the process of this step. */
  readonly abort: AbortController;
  /** Environment of the process that ran, and what it wrote. */
  environment: Readonly<Record<string, string>>;
  readonly rawOutput: Buffer[];
  result: Conclusion | undefined;
  outcome: Conclusion | undefined;
  /** A workflow command or an environment file failed. */
  commandFailed: boolean;
  echo: boolean;
  /** Inner steps of a composite whose main stage began, the latest last. */
  readonly innerPosts: PostStep[];
  /** The inputs of the latest stage. */
  inputs: Readonly<Record<string, string>> | undefined;
}

/** A step ended because its job was cancelled or its time was over. */
export class StepCancelled extends Error {
  constructor() {
    super('The operation was canceled.');
  }
}

/** Writes one text to the log, masked. */
export function output(frame: Frame, text: string): void {
  frame.job.log.write(frame.log, text);
}

/** Shown with step debug only. */
export function debug(frame: Frame, text: string): void {
  if (frame.job.run.options.debug === true || !frame.job.contract.holds('command/debug')) {
    output(frame, `##[debug]${text}`);
  }
}

export function annotate(frame: Frame, level: Annotation['level'], message: string): void {
  frame.annotations.add(frame.log, level, message, { step: topOf(frame).name });
}

/** The step of the job that this one is part of. */
export function topOf(frame: Frame): Frame {
  return frame.around === undefined ? frame : topOf(frame.around);
}

/** Contexts that a step's own expressions may use. A composite sees no `secrets`, `vars` or `needs`. */
export function contextsOf(frame: Frame, withSecrets: boolean): Record<string, unknown> {
  const { job, scope } = frame;
  const { secrets, vars, needs, inputs, strategy, matrix } = job.contexts;
  const inside = scope.inputs !== undefined;
  const isolated = inside && job.contract.holds('composite/scope');
  return {
    github: { ...job.github, ...scope.github, ...frame.github },
    runner: job.runner,
    job: { status: job.status },
    env: Object.fromEntries(frame.env),
    steps: named(isolated || !inside ? scope.records : job.records),
    inputs: isolated ? scope.inputs : inputs,
    strategy,
    matrix,
    ...(inside ? {} : { vars, needs }),
    ...(withSecrets && !inside ? { secrets } : {}),
  };
}

/** Steps without an id of their own are not in the `steps` context. */
function named(records: StepRecords): StepRecords {
  return Object.fromEntries(Object.entries(records).filter(([id]) => !id.startsWith('__')));
}

/**
 * What `success()`, `failure()` and `cancelled()` answer. Inside a composite's main stage the first two look at the
 * composite so far, elsewhere at the job.
 * Source: actions/runner `src/Runner.Worker/Expressions/{Success,Failure,Cancelled}Function.cs`.
 */
export function expressionState(frame: Frame): ExpressionState {
  const { job, around, stage } = frame;
  const status =
    around !== undefined && stage === 'main' && job.contract.holds('composite/inner-success')
      ? actionStatus(around)
      : job.status;
  return {
    status: {
      success: status === 'success',
      failure: status === 'failure',
      cancelled: job.status === 'cancelled',
    },
    workspace: job.folders.workspace,
  };
}

/** `github.action_status` of a composite. */
export function actionStatus(composite: Frame): 'success' | 'failure' | 'cancelled' {
  const { result } = composite;
  return result === 'failure' || result === 'cancelled' ? result : 'success';
}
