import { closeSync, constants, fstatSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { failure } from '@sallyport/errors';
import type { Spool } from './trail.ts';

/**
 * A spool in a file (0600 in a folder 0700) that is opened anew for each line, never through a link.
 * @throws CodedError `audit/spool` where the file is not ours alone.
 */
export function openFileSpool(path: string): Spool {
  guarded(path, () => createFolder(dirname(path)));
  return {
    lines() {
      const text = withFile(path, constants.O_RDONLY | constants.O_CREAT, (file) =>
        readFileSync(file, 'utf8'),
      );
      return text.split('\n').filter((line) => line !== '');
    },
    append(line) {
      withFile(path, constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT, (file) =>
        writeSync(file, `${line}\n`),
      );
    },
  };
}

/** Not recursive: its parent exists, and on a file system that refuses, Node's recursive form never ends (`/proc`). */
function createFolder(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

function withFile<Result>(path: string, flags: number, action: (file: number) => Result): Result {
  return guarded(path, () => {
    const file = openSync(path, flags | constants.O_NOFOLLOW, 0o600);
    try {
      const { mode, uid } = fstatSync(file);
      const foreign = process.getuid !== undefined && (uid !== process.getuid() || (mode & 0o077) !== 0);
      if (foreign)
        throw failure('audit/spool', {
          what: `The audit file ${path} belongs to, or is open to, somebody else.`,
        });
      return action(file);
    } finally {
      closeSync(file);
    }
  });
}

function guarded<Result>(path: string, action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code;
    if (reason === undefined || !/^E[A-Z]+$/.test(reason)) throw error;
    throw failure('audit/spool', {
      what: `The audit file ${path} could not be used (${reason}).`,
      cause: error,
    });
  }
}
