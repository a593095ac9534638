import type { Diagnostic, Place, ReachedJob, WorkflowGraph } from '@sallyport/workflow-graph';
import type { JobFacts } from './facts.ts';
import type { Ignore, Policy } from './policy.ts';
import type { RoleOfJob } from './roles.ts';

export type Tier = 'error' | 'warning' | 'note';
export type Verdict = 'holds' | 'violated' | 'unverifiable';

/** A job with everything that a rule may ask about it. */
export interface JudgedJob {
  readonly facts: JobFacts;
  readonly job: ReachedJob;
  readonly role: RoleOfJob;
}

export interface RuleContext {
  readonly graph: WorkflowGraph;
  readonly jobs: readonly JudgedJob[];
  readonly policy: Policy;
  readonly diagnostics: readonly Diagnostic[];
  /** `YYYY-MM-DD`. */
  readonly today: string;
  readonly judged: (job: ReachedJob) => JudgedJob | undefined;
}

/** What a rule says where it does not hold. */
export interface RuleFinding {
  readonly verdict: Exclude<Verdict, 'holds'>;
  readonly job: ReachedJob | undefined;
  readonly place: Place;
  /** One or two sentences with the evidence. */
  readonly message: string;
  /** For `unverifiable`: the file, permission or input that would settle it. */
  readonly settle?: string;
  /** Only to lower the rule's tier, for a reason that the rule's `tierReason` gives. */
  readonly tier?: Tier;
  readonly related?: readonly Place[];
}

/** Workflow files by name, as `.github/workflows/<name>`; other paths as they are. */
export type ExampleFiles = Readonly<Record<string, string>>;

export interface Example {
  readonly name: string;
  readonly files: ExampleFiles;
}

/**
 * One rule, one file, which also exports `examples`: they are its tests and its page in the documentation, and apart from
 * the rule, as a function that nothing in a bundle calls, so that bundles leave them out.
 */
export interface Rule {
  readonly id: string;
  readonly title: string;
  readonly tier: Tier;
  /** Why a violation matters. */
  readonly reason: string;
  /** Why it has this tier, and when a finding is lowered. */
  readonly tierReason: string;
  readonly remedy: string;
  readonly check: (context: RuleContext) => Iterable<RuleFinding>;
}

/**
 * `before` and `violated` must be found, `unverifiable` must be told as such, `after` and `holds` must not be found.
 */
export interface RuleExamples {
  /** One workflow, or several files. */
  readonly before: string | ExampleFiles;
  readonly after: string | ExampleFiles;
  readonly violated: readonly Example[];
  readonly holds: readonly Example[];
  readonly unverifiable?: readonly Example[];
}

/** A finding as it is reported. */
export interface Finding extends RuleFinding {
  readonly rule: string;
  readonly tier: Tier;
  /** Stable over line moves: rule, file, job and message without numbers of lines. */
  readonly fingerprint: string;
  readonly ignoredBy: Ignore | undefined;
  /** Whether a baseline already knows it. */
  readonly known: boolean;
}
