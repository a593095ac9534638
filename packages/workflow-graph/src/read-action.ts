import { DiagnosticList } from './diagnostics.ts';
import type { Action } from './model.ts';
import { readInputs } from './read-workflow.ts';
import { readSteps } from './read-step.ts';
import { readYaml } from './read-yaml.ts';
import { SourceText } from './source.ts';
import { child, textOf } from './tree.ts';

/** Reads an `action.yml`: how it runs and, for a composite action, its steps. */
export function readAction(path: string, text: string): Action {
  const source = new SourceText(path, text);
  const diagnostics = new DiagnosticList();
  const root = readYaml(source, diagnostics);
  const runs = child(root, 'runs');
  const using = textOf(child(runs, 'using')) ?? '';
  if (root !== undefined && using === '') {
    diagnostics.add({
      code: 'graph/missing-key',
      kind: 'refused',
      place: source.place(root.at),
      message: 'The action does not say `runs.using`.',
    });
  }
  return {
    path,
    place: source.place(root?.at ?? 0),
    using,
    steps: readSteps(child(runs, 'steps'), source),
    image: textOf(child(runs, 'image')),
    inputs: readInputs(child(root, 'inputs')),
    diagnostics: diagnostics.items,
  };
}
