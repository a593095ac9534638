import { createHash } from 'node:crypto';
import type { Environment } from './environment.ts';

/** What one variable was before a step replaced it, and how to tell whether it still holds what the step wrote. */
interface Replaced {
  readonly before: string;
  readonly written: string;
}

/** Saved in the state of the step, for its post. */
export type Restoration = Readonly<Record<string, Replaced>>;

/** Remembers what the variables held. Absent and empty are one: the runner cannot unset a variable. */
export function rememberVariables(
  written: Readonly<Record<string, string>>,
  environment: Environment,
): Restoration {
  return Object.fromEntries(
    Object.entries(written).map(([name, value]) => [
      name,
      { before: environment[name] ?? '', written: digest(value) },
    ]),
  );
}

/**
 * What to write so that the environment is as it was. A variable that somebody changed since is theirs and stays.
 * Posts run last in, first out, so several logins unwind to the state before the first.
 */
export function variablesToRestore(
  restoration: Restoration,
  environment: Environment,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(restoration)
      .filter(([name, { written }]) => digest(environment[name] ?? '') === written)
      .map(([name, { before }]) => [name, before]),
  );
}

function digest(value: string): string {
  return createHash('sha256').update(value).digest('base64url');
}
