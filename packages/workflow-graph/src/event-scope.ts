import type { Scope } from './evaluate.ts';
import type { Trigger } from './model.ts';
import { anything, eitherBoolean, oneOf, union, type PossibleValues } from './values.ts';

/** One event that may start a run, with what its trigger says about it. */
export interface RunEvent {
  readonly event: string;
  readonly trigger: Trigger;
  /**
   * For `workflow_run`: one event of the workflows behind it. `known` is false where one of them is not here, so that
   * the event is only a possible one.
   */
  readonly producer: { readonly event: string; readonly known: boolean } | undefined;
}

export interface ScopeParts {
  readonly run: RunEvent;
  readonly inputs: ReadonlyMap<string, PossibleValues>;
  readonly matrix: ReadonlyMap<string, PossibleValues> | undefined;
  readonly env?: ReadonlyMap<string, PossibleValues>;
  /** `needs.<job>.result` in the scenario that is looked at; absent: any. */
  readonly needsResult?: (job: string) => PossibleValues;
  readonly status?: Scope['status'];
}

/**
 * What the contexts hold in a run of one event. Source: GitHub docs, "Contexts reference" and "Events that trigger
 * workflows" (GITHUB_REF per event).
 */
export function eventScope(parts: ScopeParts): Scope {
  const { run, inputs, matrix, env, needsResult, status } = parts;
  const lookup = (path: readonly string[]): PossibleValues | undefined => {
    const [root, ...rest] = path;
    const name = rest.join('.');
    switch (root) {
      case 'github':
        return githubValue(rest, run);
      case 'inputs':
        return inputs.get(name) ?? (run.event === 'workflow_dispatch' ? anything : oneOf([null]));
      case 'matrix':
        return matrix === undefined ? anything : (matrix.get(rest[0] ?? '') ?? oneOf([null]));
      case 'env':
        return env?.get(name);
      case 'needs':
        return rest[1] === 'result' ? needsResult?.(rest[0] ?? '') : undefined;
      default:
        return undefined;
    }
  };
  return status === undefined ? { lookup } : { lookup, status };
}

function githubValue(path: readonly string[], run: RunEvent): PossibleValues | undefined {
  const [first, ...rest] = path;
  switch (first) {
    case 'event_name':
      return oneOf([run.event]);
    case 'ref':
      return refsOf(run);
    case 'ref_type':
      return oneOf(refTypes(run));
    case 'ref_name':
      return run.event === 'push' ? stripRefs(refsOf(run)) : undefined;
    case 'head_ref':
    case 'base_ref':
      return isPullRequest(run.event) ? undefined : oneOf(['']);
    case 'event':
      return payloadValue(rest, run);
    default:
      return undefined;
  }
}

function payloadValue(path: readonly string[], run: RunEvent): PossibleValues | undefined {
  const [first, second] = path;
  if (first === 'pull_request' && !isPullRequest(run.event)) return oneOf([null]);
  if (first === 'workflow_run') {
    if (run.event !== 'workflow_run') return oneOf([null]);
    if (second === 'event' && run.producer !== undefined) return oneOf([run.producer.event]);
  }
  if ((first === 'comment' || first === 'issue') && !/comment|issue/.test(run.event)) return oneOf([null]);
  if (first === 'release' && run.event !== 'release') return oneOf([null]);
  if (first === 'action' && path.length === 1 && run.trigger.types.length > 0)
    return oneOf(run.trigger.types);
  return undefined;
}

export function isPullRequest(event: string): boolean {
  return event.startsWith('pull_request') && event !== 'pull_request_comment';
}

function refTypes(run: RunEvent): readonly string[] {
  const refs = refsOf(run);
  const all = [...refs.literals.map(String), ...refs.prefixes];
  const tags = all.some((ref) => ref.startsWith('refs/tags/'));
  const branches = all.some((ref) => !ref.startsWith('refs/tags/'));
  return [...(branches || refs.open ? ['branch'] : []), ...(tags || refs.open ? ['tag'] : [])];
}

/** The values of `github.ref` that an event allows. */
export function refsOf({ event, trigger }: RunEvent): PossibleValues {
  if (
    event === 'pull_request' ||
    event === 'pull_request_review' ||
    event === 'pull_request_review_comment'
  ) {
    return oneOf([], ['refs/pull/']);
  }
  if (event === 'release') return oneOf([], ['refs/tags/']);
  if (event === 'workflow_dispatch' || event === 'create') return oneOf([], ['refs/heads/', 'refs/tags/']);
  if (event === 'merge_group') return oneOf([], ['refs/heads/gh-readonly-queue/']);
  if (event !== 'push')
    return event === 'deployment' || event === 'status' ? anything : oneOf([], ['refs/heads/']);
  const branchFilter = trigger.branches.length > 0 || trigger.branchesIgnore.length > 0;
  const tagFilter = trigger.tags.length > 0 || trigger.tagsIgnore.length > 0;
  const branches = branchFilter || !tagFilter ? patterns('refs/heads/', trigger.branches) : [];
  const tags = tagFilter || !branchFilter ? patterns('refs/tags/', trigger.tags) : [];
  const all = [...branches, ...tags];
  return oneOf(
    all.filter(({ exact }) => exact).map(({ text }) => text),
    all.filter(({ exact }) => !exact).map(({ text }) => text),
  );
}

interface RefPattern {
  readonly text: string;
  readonly exact: boolean;
}

/** Filter patterns as exact names or beginnings; negated ones only take away, so they are left out. */
function patterns(root: string, filters: readonly string[]): readonly RefPattern[] {
  const positive = filters.filter((filter) => !filter.startsWith('!'));
  if (positive.length === 0) return [{ text: root, exact: false }];
  return positive.map((filter) => {
    const special = filter.search(/[*?+[\]\\]/);
    if (special < 0) return { text: root + filter, exact: true };
    // `?` and `+` repeat the character before them, which is then not certain.
    const certain = filter[special] === '*' || filter[special] === '[' ? special : Math.max(0, special - 1);
    return { text: root + filter.slice(0, certain), exact: false };
  });
}

function stripRefs(values: PossibleValues): PossibleValues {
  const strip = (text: string): string => text.replace(/^refs\/(heads|tags)\//, '');
  const prefixes = values.prefixes.map(strip);
  if (prefixes.includes('')) return anything;
  return { ...values, literals: values.literals.map((value) => strip(String(value))), prefixes };
}

/** `success()` and its kin in a run where every need went well. */
export function statusWhen(state: 'success' | 'failure' | 'skipped'): (name: string) => PossibleValues {
  return (name) => {
    if (name === 'cancelled') return oneOf([false]);
    if (name === 'success') return oneOf([state === 'success']);
    if (name === 'failure') return oneOf([state === 'failure']);
    return eitherBoolean;
  };
}

/** What holds in any of the events. */
export function unionScope(
  events: readonly RunEvent[],
  inputs: ReadonlyMap<string, PossibleValues>,
  matrix: ReadonlyMap<string, PossibleValues> | undefined,
  env?: ReadonlyMap<string, PossibleValues>,
): Scope {
  const parts: Omit<ScopeParts, 'run'> = { inputs, matrix, ...(env === undefined ? {} : { env }) };
  const scopes = events.map((run) => eventScope({ ...parts, run }));
  return {
    lookup: (path) => {
      if (scopes.length === 1) return scopes[0]?.lookup(path);
      const sets = scopes.map((scope) => scope.lookup(path));
      return sets.length === 0 || sets.some((set) => set === undefined)
        ? undefined
        : union(...(sets as PossibleValues[]));
    },
    status: (name) => (name === 'success' ? eitherBoolean : statusWhen('success')(name)),
  };
}
