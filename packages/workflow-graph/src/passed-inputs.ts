import { unionScope, type RunEvent } from './event-scope.ts';
import { possibleTexts } from './evaluate.ts';
import type { ReachableSecrets, ReachedJob } from './graph.ts';
import type { NamedText, Workflow } from './model.ts';
import { anything, eitherBoolean, oneOf, union, type PossibleValues } from './values.ts';

export function openInputs(workflow: Workflow): ReadonlyMap<string, PossibleValues> {
  return new Map(
    workflow.inputs.map((input) => [
      input.name.toLowerCase(),
      input.type === 'boolean' ? eitherBoolean : anything,
    ]),
  );
}

export function dispatchInputs(
  workflow: Workflow,
  events: readonly RunEvent[],
): ReadonlyMap<string, PossibleValues> {
  const others = events.some(({ event }) => event !== 'workflow_dispatch') ? oneOf([null]) : oneOf([]);
  return new Map(
    workflow.dispatchInputs.map((input) => {
      const own =
        input.options.length > 0 ? oneOf(input.options) : input.type === 'boolean' ? eitherBoolean : anything;
      return [input.name.toLowerCase(), union(own, others)];
    }),
  );
}

export function passedInputs(job: ReachedJob, callee: Workflow): ReadonlyMap<string, PossibleValues> {
  const given = new Map(job.job.with.map(({ name, text }) => [name.toLowerCase(), text]));
  const scope = unionScope(job.events, job.inputs, job.matrix);
  return new Map(
    callee.inputs.map((input) => {
      const text = given.get(input.name.toLowerCase()) ?? given.get('*');
      return [
        input.name.toLowerCase(),
        text === undefined ? absentInput(input) : typed(possibleTexts(text, scope), input.type),
      ];
    }),
  );
}

function absentInput({
  type,
  default: value,
}: {
  readonly type: string;
  readonly default: string | undefined;
}): PossibleValues {
  if (value !== undefined) return value.includes('${{') ? anything : typed(oneOf([value]), type);
  return oneOf([type === 'boolean' ? false : type === 'number' ? 0 : '']);
}

/** Inputs arrive with the type that the callee declares. */
function typed(values: PossibleValues, type: string): PossibleValues {
  if (type === 'boolean') {
    return values.open
      ? eitherBoolean
      : oneOf([...new Set(values.literals.map((value) => value === true || value === 'true'))]);
  }
  return type === 'number' ? { ...values, literals: values.literals.map(Number) } : values;
}

export function passedSecrets(job: ReachedJob, own: ReachableSecrets): ReachableSecrets {
  const { secrets } = job.job;
  if (secrets === 'inherit') return own;
  return new Set(secrets.map(({ name }: NamedText) => name));
}
