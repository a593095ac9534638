import { failure } from '@sallyport/errors';

/** The process environment, as data. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * A variable that the runner always sets.
 * @throws CodedError `runner/not-a-runner`
 */
export function requiredVariable(environment: Environment, name: string): string {
  const value = environment[name];
  if (value === undefined || value === '') {
    throw failure('runner/not-a-runner', { what: `The variable ${name} is not set.` });
  }
  return value;
}

// POSIX.1-2017, 8.1: what every shell can read. The runner itself takes any name.
const variableName = /^[A-Za-z_][A-Za-z0-9_]*$/;

export function isVariableName(name: string): boolean {
  return variableName.test(name);
}
