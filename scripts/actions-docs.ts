import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isForeign, readActions, type ActionFile, type InputDeclaration } from './action-file.ts';
import { replaceBetween, table, type GeneratedFile } from './docs-generator.ts';

/** The tables of inputs and outputs in each action's README, from its `action.yml`. */
export function generate(root: string): GeneratedFile[] {
  return [...readActions(root)].map(([name, action]) => {
    const path = `actions/${name}/README.md`;
    if (!existsSync(join(root, path))) throw new Error(`${path} is missing`);
    let text = readFileSync(join(root, path), 'utf8');
    if (action.inputs !== undefined) text = replaceBetween(text, 'inputs', inputTables(action.inputs), path);
    if (action.outputs !== undefined)
      text = replaceBetween(text, 'outputs', outputTable(action.outputs), path);
    return { path, text };
  });
}

function inputTables(inputs: NonNullable<ActionFile['inputs']>): string {
  const all = Object.entries(inputs);
  const foreign = all.filter(([, input]) => isForeign(input));
  const own = table(
    ['input', 'default', 'meaning'],
    all
      .filter(([, input]) => !isForeign(input))
      .map(([name, input]) => [`\`${name}\``, defaultOf(input), meaningOf(input)]),
  );
  if (foreign.length === 0) return own;
  const others = table(
    ['input of another action', 'here'],
    foreign.map(([name, input]) => [`\`${name}\``, meaningOf(input)]),
  );
  return `${own}\n\n${others}`;
}

function outputTable(outputs: NonNullable<ActionFile['outputs']>): string {
  return table(
    ['output', 'meaning'],
    Object.entries(outputs).map(([name, { description }]) => [`\`${name}\``, description ?? '']),
  );
}

function defaultOf(input: InputDeclaration): string {
  if (input.required === true) return '(required)';
  const value = input.default ?? '';
  return String(value) === '' ? '' : `\`${String(value)}\``;
}

function meaningOf({ description, deprecationMessage }: InputDeclaration): string {
  return `${description ?? ''}${deprecationMessage === undefined ? '' : ` Deprecated: ${deprecationMessage}`}`;
}
