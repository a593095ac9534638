import { statSync, truncateSync } from 'node:fs';
import { failure } from '@sallyport/errors';
import { type Environment, isVariableName } from './environment.ts';

/** Everything that a step hands to the rest of the job, decided before the first write. */
export interface Exposure {
  /** Values to mask first: one line each. */
  readonly masks: readonly string[];
  /** For the post step of this very step. */
  readonly state: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, string>>;
  readonly environment: Readonly<Record<string, string>>;
}

/** The writes of @actions/core that an exposure needs. */
export interface ExposureWriter {
  mask(value: string): void;
  saveState(name: string, value: string): void;
  setOutput(name: string, value: string): void;
  exportVariable(name: string, value: string): void;
}

// Linux refuses to start a process with one variable of 128 KiB or more (MAX_ARG_STRLEN, execve(2)), so such a value
// would make every later step fail with E2BIG.
const longestVariable = 128 * 1024 - 1;

const commandFiles = ['GITHUB_STATE', 'GITHUB_OUTPUT', 'GITHUB_ENV'] as const;

/**
 * Masks, then writes, all or nothing: everything is checked before the first byte, and when a write fails (a full
 * disk) the files are cut back to where they were, so that the runner reads nothing of it.
 * @throws CodedError `runner/exposure`
 */
export function writeExposure(exposure: Exposure, writer: ExposureWriter, runner: Environment): void {
  checkExposure(exposure);
  const sizes = commandFiles.flatMap((name) => sizeOf(runner[name]));
  for (const value of exposure.masks) writer.mask(value);
  try {
    for (const [name, value] of Object.entries(exposure.state)) writer.saveState(name, value);
    for (const [name, value] of Object.entries(exposure.outputs)) writer.setOutput(name, value);
    for (const [name, value] of Object.entries(exposure.environment)) writer.exportVariable(name, value);
  } catch (error) {
    for (const { path, size } of sizes) cutBack(path, size);
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw failure('runner/exposure', {
      what: `The runner's command files could not be written (${reason}).`,
      cause: error,
    });
  }
}

function checkExposure({ masks, outputs, environment, state }: Exposure): void {
  for (const value of masks) {
    // The runner registers every line of a mask, however short, so a `{` would blind the whole log.
    if (/[\r\n]/.test(value)) throw failure('runner/exposure', { what: 'A mask must be one line.' });
  }
  for (const [name, value] of Object.entries(environment)) {
    if (!isVariableName(name)) {
      throw failure('runner/exposure', {
        what: `\`${name}\` cannot be the name of an environment variable.`,
      });
    }
    if (Buffer.byteLength(value) + name.length + 1 > longestVariable) {
      throw failure('runner/exposure', {
        what: `The value for the environment variable ${name} is longer than 128 KiB.`,
        why: 'The operating system refuses to start any process with such a variable, so every later step would fail.',
        remedy: 'Hand it over as a file or as an output.',
      });
    }
  }
  for (const [name, value] of [
    ...Object.entries(environment),
    ...Object.entries(outputs),
    ...Object.entries(state),
  ]) {
    if (value.includes('\0')) {
      throw failure('runner/exposure', { what: `The value for \`${name}\` holds a NUL character.` });
    }
  }
}

/** A file that cannot be cut back (a device) is left: the others must still be. */
function cutBack(path: string, size: number): void {
  try {
    if (statSync(path).size > size) truncateSync(path, size);
  } catch {
    // The error that led here is the one to report.
  }
}

function sizeOf(path: string | undefined): { path: string; size: number }[] {
  const size =
    path === undefined || path === '' ? undefined : statSync(path, { throwIfNoEntry: false })?.size;
  return path === undefined || size === undefined ? [] : [{ path, size }];
}
