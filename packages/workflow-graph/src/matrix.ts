import { entriesOf, type TreeNode } from './tree.ts';
import { possibleTexts, type Scope } from './evaluate.ts';
import { anything, oneOf, union, type PossibleValues } from './values.ts';

/**
 * What each matrix key may be, over all combinations: values, `include`, and an open set where the matrix or a row
 * of it is an expression. `exclude` only takes away, so it is left out. Undefined where the whole matrix is not known.
 */
export function matrixValues(
  node: TreeNode | undefined,
  scope: Scope,
): ReadonlyMap<string, PossibleValues> | undefined {
  if (node === undefined) return new Map();
  if (node.kind !== 'map') return undefined;
  const values = new Map<string, PossibleValues>();
  const add = (key: string, value: PossibleValues): void => {
    const name = key.toLowerCase();
    values.set(name, union(values.get(name) ?? oneOf([]), value));
  };
  for (const { key, value } of entriesOf(node)) {
    if (key === 'exclude') continue;
    if (key === 'include') {
      if (value.kind !== 'list') return undefined;
      for (const row of value.items) {
        if (row.kind !== 'map') return undefined;
        for (const entry of row.entries) add(entry.key, nodeValue(entry.value, scope));
      }
    } else if (value.kind === 'list')
      add(key, union(oneOf([]), ...value.items.map((item) => nodeValue(item, scope))));
    else add(key, anything);
  }
  // A key that only `include` names is empty in the combinations that no row of it extends.
  for (const [key, value] of values) {
    if (!entriesOf(node).some((entry) => entry.key.toLowerCase() === key))
      values.set(key, union(value, oneOf([null])));
  }
  return values;
}

function nodeValue(node: TreeNode, scope: Scope): PossibleValues {
  if (node.kind !== 'scalar') return anything;
  return typeof node.value === 'string' ? possibleTexts(node.text, scope) : oneOf([node.value]);
}
