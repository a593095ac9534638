import type { ActionFile } from './action-file.ts';

/** The name in a reference to one of our actions: `./actions/x`, `$/actions/x` or `<owner>/sallyport/actions/x@<ref>`. */
const ownAction = /^(?:\.\/|\$\/|[^/\s]+\/sallyport\/)actions\/([\w-]+)(?:@\S+)?$/;

/**
 * Steps anywhere in a parsed YAML value that use an action of ours which does not exist, or give it an input that its
 * `action.yml` does not declare.
 */
export function unknownInputs(value: unknown, actions: ReadonlyMap<string, ActionFile>): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => unknownInputs(item, actions));
  if (typeof value !== 'object' || value === null) return [];
  const step = value as Readonly<Record<string, unknown>>;
  return [
    ...stepFaults(step, actions),
    ...Object.values(step).flatMap((item) => unknownInputs(item, actions)),
  ];
}

function stepFaults(
  step: Readonly<Record<string, unknown>>,
  actions: ReadonlyMap<string, ActionFile>,
): string[] {
  const name = typeof step['uses'] === 'string' ? ownAction.exec(step['uses'])?.[1] : undefined;
  if (name === undefined) return [];
  const action = actions.get(name);
  if (action === undefined) return [`there is no action ${name}`];
  const given = typeof step['with'] === 'object' && step['with'] !== null ? Object.keys(step['with']) : [];
  return given
    .filter((input) => !Object.hasOwn(action.inputs ?? {}, input))
    .map((input) => `${name} has no input ${input}`);
}
