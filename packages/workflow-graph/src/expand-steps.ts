import { eventScope, unionScope, type RunEvent } from './event-scope.ts';
import { possibleCondition, possibleTexts } from './evaluate.ts';
import type { ReachedStep } from './graph.ts';
import type { Action, NamedText, Step } from './model.ts';
import type { Repository } from './repository.ts';
import { parseUses, type UsesReference } from './uses.ts';
import { canBeTrue, oneOf, type PossibleValues } from './values.ts';

export interface StepContext {
  readonly repository: Repository;
  /** Empty for our repository, else `owner/repository/ref`. */
  readonly home: string;
  readonly events: readonly RunEvent[];
  readonly inputs: ReadonlyMap<string, PossibleValues>;
  readonly matrix: ReadonlyMap<string, PossibleValues> | undefined;
  readonly env: readonly NamedText[];
}

/** A context with what its steps share: the environment, and conditions that are decided once for all of them. */
interface Expander extends StepContext {
  readonly literals: ReadonlyMap<string, PossibleValues>;
  readonly conditions: Map<string, readonly RunEvent[]>;
}

function withEnvironment(context: StepContext): Expander {
  return { ...context, literals: literalEnv(context.env), conditions: new Map() };
}

/** Composite actions may nest (`actions/runner`: `Constants.CompositeActionsMaxDepth`), ours up to the same depth. */
const compositeDepth = 9;
/** A composite that fans out into itself through others must not multiply without end. */
const largestExpansion = 2000;

/** The steps of a job with composite actions opened. Each composite keeps its own entry before its steps. */
export function expandSteps(steps: readonly Step[], context: StepContext): readonly ReachedStep[] {
  const into: ReachedStep[] = [];
  const expander = withEnvironment(context);
  for (const step of steps) expandStep(step, step, [], expander, into);
  return into;
}

function expandStep(
  step: Step,
  outer: Step,
  within: readonly Action[],
  context: Expander,
  into: ReachedStep[],
): void {
  if (into.length >= largestExpansion) return;
  const env = step.env.length === 0 ? context.literals : literalEnv([...context.env, ...step.env]);
  const events = reachableEvents(step, env, context);
  const reference = step.uses === undefined ? undefined : parseUses(step.uses.text);
  const action = reference === undefined ? undefined : resolveAction(reference, context);
  const scope = unionScope(events.length > 0 ? events : context.events, context.inputs, context.matrix, env);
  const inputs = new Map(step.with.map(({ name, text }) => [name.toLowerCase(), possibleTexts(text, scope)]));
  const unresolved = reference !== undefined && reference.kind !== 'docker' && action === undefined;
  into.push({ step, reference, within, outer, action, unresolved, events, inputs });
  if (action?.using !== 'composite' || within.length >= compositeDepth || within.includes(action)) return;
  const inner = withEnvironment({
    ...context,
    home: homeOf(reference, context.home),
    events,
    inputs: new Map(
      action.inputs.map(({ name, default: value }) => {
        const key = name.toLowerCase();
        return [key, inputs.get(key) ?? (value === undefined ? oneOf(['']) : possibleTexts(value, scope))];
      }),
    ),
  });
  for (const next of action.steps) expandStep(next, outer, [...within, action], inner, into);
}

/** The events in which a step's `if` can be true. */
function reachableEvents(
  step: Step,
  env: ReadonlyMap<string, PossibleValues>,
  { events, inputs, matrix, conditions, literals }: Expander,
): readonly RunEvent[] {
  const condition = step.if?.text;
  if (condition === undefined) return events;
  const known = env === literals ? conditions.get(condition) : undefined;
  if (known !== undefined) return known;
  const reachable = events.filter((run) =>
    canBeTrue(possibleCondition(condition, eventScope({ run, inputs, matrix, env }))),
  );
  if (env === literals) conditions.set(condition, reachable);
  return reachable;
}

function resolveAction(reference: UsesReference, { repository, home }: StepContext): Action | undefined {
  switch (reference.kind) {
    case 'workspace':
    case 'self':
      // A step's `./` is the workspace, which holds our tree unless the job checked out another one.
      return home === '' || reference.kind === 'workspace'
        ? repository.actionAt(reference.path)
        : repository.remoteAction(join(home, reference.path));
    case 'remote':
      return repository.remoteAction(
        join(`${reference.owner}/${reference.repository}/${reference.ref}`, reference.path),
      );
    case 'docker':
    case 'invalid':
      return undefined;
  }
}

function homeOf(reference: UsesReference | undefined, home: string): string {
  return reference?.kind === 'remote' ? `${reference.owner}/${reference.repository}/${reference.ref}` : home;
}

function join(folder: string, path: string): string {
  return path === '' ? folder : `${folder}/${path}`;
}

function literalEnv(env: readonly NamedText[]): ReadonlyMap<string, PossibleValues> {
  return new Map(
    env
      .filter(({ text }) => !text.includes('${{'))
      .map(({ name, text }) => [name.toLowerCase(), oneOf([text])]),
  );
}
