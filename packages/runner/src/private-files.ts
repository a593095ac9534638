import {
  closeSync,
  constants,
  lstatSync,
  mkdtempSync,
  openSync,
  realpathSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { isAbsolute, join, sep } from 'node:path';
import { failure } from '@sallyport/errors';

const prefix = 'sallyport-';

/**
 * A folder (0700) under the runner's temporary folder for files (0600) that only this user may read.
 * It is created with an unpredictable name, so that nobody can have planted a link in its place.
 */
export interface PrivateFolder {
  readonly path: string;
  /** Creates a file that must not exist yet. @returns its absolute path. */
  write(name: string, content: string | Uint8Array, executable?: boolean): string;
  /** Deletes the folder with all in it; deleting twice is no error. */
  remove(): void;
}

/**
 * @param temporary RUNNER_TEMP.
 * @throws CodedError `runner/private-files` where the folder cannot be made private: a read-only or linked RUNNER_TEMP,
 * or Windows, whose files have no mode.
 */
export function createPrivateFolder(
  temporary: string,
  platform: NodeJS.Platform = process.platform,
): PrivateFolder {
  if (platform === 'win32') {
    throw failure('runner/private-files', {
      what: 'Private files are not available on Windows.',
      why: 'Windows has no file mode 0600, and an inherited access list may let other users of the machine read.',
      remedy: 'Choose an exposure that needs no file, e.g. `expose: env` or `outputs`.',
    });
  }
  refuseLink(temporary);
  const path = guarded(temporary, () => realpathSync(mkdtempSync(join(temporary, prefix))));
  return openPrivateFolder(path);
}

/**
 * The folder that an earlier phase of the same step made, by the path it saved.
 * @throws CodedError `runner/private-files` if the path is not one of ours.
 */
export function openPrivateFolder(path: string): PrivateFolder {
  if (!isAbsolute(path) || !path.split(sep).at(-1)!.startsWith(prefix)) {
    throw failure('runner/private-files', { what: 'The saved folder is not one that this action made.' });
  }
  return {
    path,
    write(name, content, executable = false) {
      const target = join(path, name);
      // O_EXCL refuses whatever is there already, also a link (open(2)); the mode is right from the first byte.
      const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
      guarded(path, () => writeWhole(target, flags, executable ? 0o700 : 0o600, content));
      return target;
    },
    remove() {
      rmSync(path, { recursive: true, force: true });
    },
  };
}

function writeWhole(target: string, flags: number, mode: number, content: string | Uint8Array): void {
  const file = openSync(target, flags, mode);
  try {
    const bytes = Buffer.from(content);
    for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written);
  } catch (error) {
    rmSync(target, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
}

function refuseLink(folder: string): void {
  const entry = lstatSync(folder, { throwIfNoEntry: false });
  if (entry?.isSymbolicLink() === true) {
    throw failure('runner/private-files', {
      what: 'RUNNER_TEMP is a symbolic link.',
      why: 'Whoever can replace the link decides where the credentials are written.',
      remedy: 'Point RUNNER_TEMP at a real folder.',
    });
  }
}

function guarded<Result>(folder: string, action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw failure('runner/private-files', {
      what: `A private file in ${folder} could not be written (${reason}).`,
      cause: error,
    });
  }
}
