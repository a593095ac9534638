/** What an expression may be. Objects and lists are never followed: they count as open. */
export type Primitive = string | number | boolean | null;

/** The set of values that a text or expression may have when the job runs. */
export interface PossibleValues {
  readonly literals: readonly Primitive[];
  /** Texts of which only the beginning is known, e.g. `refs/pull/`. Never empty texts. */
  readonly prefixes: readonly string[];
  /** Whether anything else is possible too. */
  readonly open: boolean;
}

/** More combinations than this are not enumerated: the result is open. */
const largestSet = 64;

export const anything: PossibleValues = { literals: [], prefixes: [], open: true };
export const eitherBoolean = oneOf([true, false]);

export function oneOf(literals: readonly Primitive[], prefixes: readonly string[] = []): PossibleValues {
  return literals.length + prefixes.length > largestSet ? anything : { literals, prefixes, open: false };
}

export function union(...sets: readonly PossibleValues[]): PossibleValues {
  const [only] = sets;
  if (sets.length === 1 && only !== undefined) return only;
  const literals = [...new Set(sets.flatMap((set) => set.literals))];
  const prefixes = [...new Set(sets.flatMap((set) => set.prefixes))];
  const open = sets.some((set) => set.open);
  return open ? { literals, prefixes, open } : oneOf(literals, prefixes);
}

export function isFalsy(value: Primitive): boolean {
  return value === null || value === false || value === '' || value === 0 || Number.isNaN(value);
}

export function canBeTrue(set: PossibleValues): boolean {
  return set.open || set.prefixes.length > 0 || set.literals.some((value) => !isFalsy(value));
}

export function canBeFalse(set: PossibleValues): boolean {
  return set.open || set.literals.some(isFalsy);
}

/** As GitHub turns a value into text (`actions/runner`: `EvaluationResult.cs`). */
export function asText(value: Primitive): string {
  return value === null ? '' : String(value);
}

/** Applies a function to every pair; an open side makes the result what `whenOpen` says, besides the known pairs. */
export function combine(
  left: PossibleValues,
  right: PossibleValues,
  pair: (a: Primitive, b: Primitive) => PossibleValues,
  whenOpen: PossibleValues,
): PossibleValues {
  const partial = left.open || right.open || left.prefixes.length > 0 || right.prefixes.length > 0;
  if (left.literals.length * right.literals.length > largestSet) return whenOpen;
  const sets = left.literals.flatMap((a) => right.literals.map((b) => pair(a, b)));
  return partial ? union(...sets, whenOpen) : union(...sets);
}

/** Text after text: what a template with several expressions may be. */
export function concatenate(parts: readonly PossibleValues[]): PossibleValues {
  let result = oneOf(['']);
  for (const part of parts) {
    if (result.open) return result;
    const count = result.literals.length * (part.literals.length + part.prefixes.length + 1);
    if (count > largestSet) return anything;
    const texts = result.literals.map(asText);
    const prefixes = [
      ...result.prefixes,
      ...texts.flatMap((text) => [
        ...part.prefixes.map((prefix) => text + prefix),
        ...(part.open && text !== '' ? [text] : []),
      ]),
    ];
    const literals = texts.flatMap((text) => part.literals.map((value) => text + asText(value)));
    result = { literals, prefixes, open: part.open && texts.includes('') };
  }
  return result;
}
