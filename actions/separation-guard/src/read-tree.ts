import { type Dirent, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { failure } from '@sallyport/errors';
import {
  isActionPath,
  isWorkflowPath,
  type RepositoryFile,
  type RepositoryInput,
} from '@sallyport/workflow-graph';

/** Twice what GitHub reads of a file: enough to see that it is too large. */
const largestFile = 2 * 1024 * 1024;
/** Folders that hold no action of the repository but may hold thousands of foreign ones. */
const skipped = new Set(['.git', 'node_modules', 'vendor', 'dist', '.cache']);
const deepestFolder = 8;
const mostActions = 5000;

/**
 * The workflow and action files of a repository. A symbolic link that leads out of the tree is not followed but told; so
 * is a file that cannot be read.
 */
export function readTree(root: string): Pick<RepositoryInput, 'files'> & { readonly problems: Problem[] } {
  const files: RepositoryFile[] = [];
  const problems: Problem[] = [];
  const take = (path: string): void => {
    const content = readInside(root, path);
    if (content === undefined)
      problems.push({ path, message: 'The file leads out of the repository or cannot be read.' });
    else files.push({ path, content });
  };
  const workflows = '.github/workflows';
  if (readInsideFolder(root, workflows)) {
    for (const entry of listFolder(join(root, workflows))) {
      const path = `${workflows}/${entry.name}`;
      if (isWorkflowPath(path) && !entry.isDirectory()) take(path);
    }
  } else if (listFolder(join(root, '.github')).some(({ name }) => name === 'workflows')) {
    problems.push({ path: workflows, message: 'The folder leads out of the repository or cannot be read.' });
  }
  for (const path of actionFiles(root, '', 0)) take(path);
  return { files, problems };
}

interface Problem {
  readonly path: string;
  readonly message: string;
}

function* actionFiles(root: string, folder: string, depth: number): Iterable<string> {
  let left = mostActions;
  for (const entry of listFolder(join(root, folder))) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory() && !skipped.has(entry.name) && depth < deepestFolder) {
      yield* actionFiles(root, path, depth + 1);
    } else if (!entry.isDirectory() && isActionPath(path) && left-- > 0) yield path;
  }
}

/** A file's bytes if it really lies below the root, else undefined. */
export function readInside(root: string, path: string): Uint8Array | undefined {
  try {
    const real = realpathSync(join(root, path));
    if (!isInside(realpathSync(root), real)) return undefined;
    const stat = statSync(real);
    return stat.isFile() && stat.size <= largestFile ? readFileSync(real) : undefined;
  } catch {
    return undefined;
  }
}

function readInsideFolder(root: string, path: string): boolean {
  try {
    return isInside(realpathSync(root), realpathSync(join(root, path)));
  } catch {
    return false;
  }
}

function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && resolve(root, way) === path;
}

function listFolder(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** The text of a file that an input names. @throws CodedError `separation/file-unreadable` */
export function readNamed(path: string, input: string, largest = 64 * 1024 * 1024): string {
  try {
    if (statSync(path).size > largest) throw new Error('too large');
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw failure('separation/file-unreadable', {
      what: `The file that \`${input}\` names cannot be read.`,
      cause,
    });
  }
}
