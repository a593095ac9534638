import { isDeepStrictEqual } from 'node:util';
import { isMapping, scalarText } from './expressions.ts';

export type Combination = Readonly<Record<string, unknown>>;

/**
 * The combinations of an evaluated `strategy.matrix`: the product of its lists, less `exclude`, plus `include`, which
 * first extends the combinations whose original values it would not change, and else stands alone.
 * @throws {Error} when the matrix is empty, as GitHub refuses it.
 */
export function expandMatrix(matrix: unknown): Combination[] {
  if (!isMapping(matrix)) throw new Error("'strategy.matrix' must be a mapping.");
  const { include, exclude, ...vectors } = matrix;
  const names = Object.keys(vectors);
  const product = Object.entries(vectors).reduce<Combination[]>(
    (combinations, [name, values]) => {
      if (!Array.isArray(values)) throw new Error(`The matrix vector '${name}' must be a list.`);
      return combinations.flatMap((combination) =>
        values.map((value) => ({ ...combination, [name]: value })),
      );
    },
    names.length === 0 ? [] : [{}],
  );
  const kept = product.filter((combination) => !listOf(exclude).some((entry) => covers(entry, combination)));
  const combinations = withInclude(kept, listOf(include), names);
  if (combinations.length === 0) throw new Error('Matrix must define at least one vector.');
  return combinations;
}

function listOf(value: unknown): Combination[] {
  return Array.isArray(value) ? value.filter(isMapping) : [];
}

function covers(entry: Combination, combination: Combination): boolean {
  return Object.entries(entry).every(([key, value]) => isDeepStrictEqual(combination[key], value));
}

function withInclude(
  product: readonly Combination[],
  include: readonly Combination[],
  names: readonly string[],
) {
  const extended: Record<string, unknown>[] = product.map((combination) => ({ ...combination }));
  const added: Combination[] = [];
  for (const entry of include) {
    const original = Object.fromEntries(Object.entries(entry).filter(([key]) => names.includes(key)));
    const fitting = extended.filter((_, at) => covers(original, product[at] ?? {}));
    if (fitting.length === 0) added.push(entry);
    for (const combination of fitting) Object.assign(combination, entry);
  }
  return [...extended, ...added];
}

/** `build (ubuntu, 20)`: the name of a job with the values of its combination. */
export function nameWithMatrix(name: string, combination: Combination): string {
  const values = Object.values(combination).flatMap(leaves);
  return values.length === 0 ? name : `${name} (${values.join(', ')})`;
}

function leaves(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(leaves);
  if (isMapping(value)) return Object.values(value).flatMap(leaves);
  return [scalarText(value)];
}
