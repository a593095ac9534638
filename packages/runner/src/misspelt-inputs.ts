import { failure } from '@sallyport/errors';
import type { Environment } from './environment.ts';

/**
 * The runner only warns of an input that no action declares, and a misspelt `session-policy` would silently weaken a
 * check. A name that is one or two letters away from a declared one is an error; others are left to the runner.
 * @param declared the names in `action.yml`.
 * @throws CodedError `inputs/misspelt`
 */
export function refuseMisspeltInputs(environment: Environment, declared: readonly string[]): void {
  const known = new Map(declared.map((name) => [environmentName(name), name]));
  for (const variable of Object.keys(environment)) {
    if (!variable.startsWith('INPUT_') || known.has(variable)) continue;
    const meant = [...known].find(([candidate]) => editDistance(candidate, variable, 2) <= 2);
    if (meant === undefined) continue;
    throw failure('inputs/misspelt', {
      what: `This action has no input \`${variable.slice('INPUT_'.length).toLowerCase()}\`.`,
      remedy: `Write \`${meant[1]}\`.`,
    });
  }
}

/** `ActionRunner.cs`: blanks become underscores, letters upper case, hyphens stay. */
function environmentName(input: string): string {
  return `INPUT_${input.replaceAll(' ', '_').toUpperCase()}`;
}

/** Levenshtein distance, given up beyond `limit`. */
function editDistance(left: string, right: string, limit: number): number {
  if (Math.abs(left.length - right.length) > limit) return limit + 1;
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const substitution = previous[column - 1]! + (left[row - 1] === right[column - 1] ? 0 : 1);
      current.push(Math.min(previous[column]! + 1, current[column - 1]! + 1, substitution));
    }
    previous = current;
  }
  return previous[right.length]!;
}
