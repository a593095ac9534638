import type { ActionDefinition } from './definitions.ts';
import { interpolate, resolveTexts, scalarText } from './expressions.ts';
import { annotate, contextsOf, expressionState, type Frame } from './state.ts';

/**
 * The inputs of an action: what `with` gives, then the defaults of what it does not name. Unknown and deprecated inputs
 * are warned of; a missing required one is the action's own affair.
 * Source: actions/runner `src/Runner.Worker/ActionRunner.cs`.
 */
export function readInputs(frame: Frame, action: ActionDefinition | undefined): Record<string, string> {
  const { contract } = frame.job;
  const contexts = contextsOf(frame, true);
  const inputs = resolveTexts(frame.definition.with, contexts, expressionState(frame));
  if (action === undefined) return inputs;
  const declared = Object.keys(action.inputs);
  const given = Object.keys(inputs);
  const find = (list: readonly string[], name: string): string | undefined =>
    list.find((other) => other.toLowerCase() === name.toLowerCase());
  for (const name of given) {
    const message = action.inputs[find(declared, name) ?? '']?.deprecationMessage;
    if (message !== undefined && contract.holds('input/deprecated')) {
      annotate(frame, 'warning', `Input '${name}' has been deprecated with message: ${message}`);
    }
  }
  for (const [name, { default: value }] of Object.entries(action.inputs)) {
    if (find(given, name) !== undefined || !contract.holds('input/every-declared')) continue;
    inputs[name] =
      typeof value === 'string' ? interpolate(value, contexts, expressionState(frame)) : scalarText(value);
  }
  const unexpected = given.filter((name) => find(declared, name) === undefined);
  if (unexpected.length > 0 && contract.holds('input/unexpected')) {
    annotate(
      frame,
      'warning',
      `Unexpected input(s) '${unexpected.join("', '")}', valid inputs are ['${declared.join("', '")}']`,
    );
  }
  return inputs;
}
