import type { RuleId } from './rules.ts';

/** What a step, a job or a run came to, in GitHub's words. */
export type Conclusion = 'success' | 'failure' | 'cancelled' | 'skipped';

/** A run can also fail before any job starts: a bad file, or permissions beyond the caller's. */
export type RunConclusion = Conclusion | 'startup_failure';

export type Access = 'read' | 'write' | 'none';
export type Permissions = Readonly<Record<string, Access>>;

/** What triggered the run. Everything has a plausible default. */
export interface TriggerEvent {
  /** Default: `push` if the workflow listens to it, else the first event that it names. */
  readonly name?: string;
  /** The webhook's body: `github.event`, and the file GITHUB_EVENT_PATH. */
  readonly payload?: Readonly<Record<string, unknown>>;
  readonly ref?: string;
  readonly sha?: string;
  readonly actor?: string;
  readonly actorId?: string;
  readonly triggeringActor?: string;
  readonly baseRef?: string;
  readonly headRef?: string;
  readonly refProtected?: boolean;
}

/** The repository in which the workflow lives. */
export interface RepositoryIdentity {
  /** `owner/name` */
  readonly name?: string;
  readonly id?: string;
  readonly ownerId?: string;
}

/** A deployment environment, with what only its jobs may read. */
export interface EnvironmentSettings {
  readonly secrets?: Readonly<Record<string, string>>;
  readonly vars?: Readonly<Record<string, string>>;
}

/** What a service twin learns about a job before it hands out an endpoint. */
export interface JobIdentity {
  readonly id: string;
  /** The name with its matrix values, as GitHub shows it. */
  readonly name: string;
  readonly environment: string | undefined;
  readonly permissions: Permissions;
  /** The workflow file that the run was started from, `owner/name/path@ref`. */
  readonly workflowRef: string;
  /** The file in which the job is written: differs from `workflowRef` in reusable workflows. */
  readonly jobWorkflowRef: string;
  readonly jobWorkflowSha: string;
  readonly runnerEnvironment: 'github-hosted' | 'self-hosted';
  readonly checkRunId: string;
  /** The job's `github` context. */
  readonly github: Readonly<Record<string, unknown>>;
}

/** An endpoint that answers to a bearer token, such as the one that mints OIDC tokens. */
export interface Endpoint {
  readonly url: string;
  readonly bearer: string;
}

export interface Services {
  /** Called once for each job that has `id-token: write`. */
  readonly tokenEndpoint?: (job: JobIdentity) => Endpoint | Promise<Endpoint>;
}

/** A point at which a run may be cancelled. */
export type Moment =
  | { readonly when: 'before-step'; readonly job: string; readonly step: string; readonly post: boolean }
  | {
      readonly when: 'line';
      readonly job: string;
      readonly step: string;
      readonly post: boolean;
      /** One line as the process wrote it. */
      readonly line: string;
    };

/** How long a cancelled process may live on. */
export interface CancellationTimes {
  /** Milliseconds from SIGINT to SIGTERM. */
  readonly interruptMs: number;
  /** Milliseconds from SIGTERM to the end of the process tree. */
  readonly terminateMs: number;
}

export interface RunOptions {
  /** A path (relative to `root`), or the text of a workflow (anything with a line break). */
  readonly workflow: string;
  /** The file's path inside the repository, when `workflow` is text or lies outside `root`. */
  readonly workflowPath?: string;
  /** The repository at the running commit: where local workflows, `$/` and the repository's own name resolve. */
  readonly root: string;
  /** What `actions/checkout` copies into the workspace. Default: `root`. */
  readonly checkout?: string;
  readonly repository?: RepositoryIdentity;
  /** Other repositories whose actions and workflows may be used: `owner/name` to a folder. */
  readonly repositories?: Readonly<Record<string, string>>;
  readonly event?: TriggerEvent;
  readonly inputs?: Readonly<Record<string, string | number | boolean>>;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly vars?: Readonly<Record<string, string>>;
  readonly environments?: Readonly<Record<string, EnvironmentSettings>>;
  readonly services?: Services;
  /** Added to every process, as if the runner had been started with it. */
  readonly env?: Readonly<Record<string, string>>;
  /** The Node that runs JavaScript actions. Default: the one that runs this. */
  readonly node?: string;
  /**
   * Bytes of a running job's log that are not on disk yet. Default: 4,096, as actions/runner; 1 holds nothing back.
   */
  readonly heldBackBytes?: number;
  /** What the token may do where no `permissions` is written. Default: restricted. */
  readonly permissionsDefault?: 'restricted' | 'permissive';
  /** Default: self-hosted where `runs-on` has that label. */
  readonly runnerEnvironment?: 'github-hosted' | 'self-hosted';
  readonly serverUrl?: string;
  readonly apiUrl?: string;
  /** The value of GITHUB_TOKEN. Default: made up for this run. */
  readonly token?: string;
  readonly runId?: string;
  readonly runNumber?: string;
  readonly runAttempt?: number;
  /** Step debug: `::debug::` is shown and RUNNER_DEBUG is 1. */
  readonly debug?: boolean;
  /** Only this job, and what it needs. */
  readonly job?: string;
  readonly signal?: AbortSignal;
  /** Asked before each step and at each line of output; the run is cancelled when it says so. */
  readonly cancelAt?: (moment: Moment) => boolean;
  readonly cancellation?: Partial<CancellationTimes>;
  /** Length of a minute in `timeout-minutes`, in milliseconds. Default: 60,000. */
  readonly minuteMs?: number;
  readonly clock?: () => Date;
  /** Further actions that run inside the twin, by `owner/name[/path]`. */
  readonly standIns?: Readonly<Record<string, StandIn>>;
  /** Where `actions/cache` keeps its entries; give one folder to several runs to share them. */
  readonly cacheFolder?: string;
  /** Told of each line of the log as it is written, without its timestamp. */
  readonly onLogLine?: (line: string, job: string) => void;
  /** Rules of the contract that this run breaks on purpose; see rules.ts. */
  readonly faults?: ReadonlySet<RuleId>;
  /** Keep the folders of the jobs after the run. */
  readonly keepFolders?: boolean;
}

/** What an action that runs inside the twin is given. */
export interface StandInContext {
  readonly inputs: Readonly<Record<string, string>>;
  readonly workspace: string;
  /** The folder that `actions/checkout` copies. */
  readonly checkout: string;
  /** Where artifacts of this run are kept, one folder each. */
  readonly artifacts: string;
  readonly caches: string;
  /** Kept from the main stage to the post stage. */
  readonly state: Map<string, string>;
  readonly log: (line: string) => void;
  readonly warn: (message: string) => void;
  readonly setOutput: (name: string, value: string) => void;
}

/** An action that runs inside the twin. A stage fails by throwing. */
export interface StandIn {
  readonly main: (context: StandInContext) => Promise<void>;
  readonly post?: (context: StandInContext) => Promise<void>;
  /** Default: `success()`, as the actions that these stand for declare it. */
  readonly postIf?: string;
}

export interface Annotation {
  readonly level: 'notice' | 'warning' | 'error';
  readonly message: string;
  readonly title?: string;
  readonly file?: string;
  readonly line?: number;
  readonly endLine?: number;
  readonly column?: number;
  readonly endColumn?: number;
  /** Name of the step that it belongs to. */
  readonly step: string;
}

export interface StepResult {
  /** The id written in the workflow, or the one that the runner makes up. */
  readonly id: string;
  readonly name: string;
  readonly stage: 'pre' | 'main' | 'post';
  /** Names of the composite steps around this one, outermost first. */
  readonly within: readonly string[];
  readonly outcome: Conclusion;
  readonly conclusion: Conclusion;
  readonly outputs: Readonly<Record<string, string>>;
  /** The environment that the process was given; empty when none ran. */
  readonly environment: Readonly<Record<string, string>>;
  /** Bytes that the process wrote, standard output and error together, before any mask. */
  readonly rawOutput: Buffer;
  /** The step's part of the log, without timestamps. */
  readonly log: string;
}

export interface JobResult {
  readonly id: string;
  readonly name: string;
  readonly matrix: Readonly<Record<string, unknown>> | undefined;
  readonly conclusion: Conclusion;
  readonly outputs: Readonly<Record<string, string>>;
  readonly steps: readonly StepResult[];
  /** The masked log as GitHub's archive holds it: timestamps, markers, byte order mark. */
  readonly log: string;
  /** The same without timestamps: what the page shows. */
  readonly text: string;
  readonly rawOutput: Buffer;
  readonly annotations: readonly Annotation[];
  /** The summaries of all steps, scrubbed, in order. */
  readonly summary: string;
  readonly permissions: Permissions;
  readonly environment: string | undefined;
  readonly environmentUrl: string | undefined;
  readonly checkRunId: string;
}

export interface RunResult {
  readonly conclusion: RunConclusion;
  readonly jobs: readonly JobResult[];
  /** Why the run did not start; empty otherwise. */
  readonly startupErrors: readonly string[];
  /** Folder of the artifacts that the run uploaded, one folder each. */
  readonly artifacts: string;
  /** Removes what the run left on disk. */
  readonly dispose: () => void;
}
