import type { Diagnostic } from './diagnostics.ts';
import type { Action, Workflow } from './model.ts';
import { readAction } from './read-action.ts';
import { readWorkflow } from './read-workflow.ts';
import { decodeSource } from './source.ts';

/** One file as the caller found it; `path` is relative to the repository's root, with `/`. */
export interface RepositoryFile {
  readonly path: string;
  /** Text, or bytes that are still to be decoded. */
  readonly content: string | Uint8Array;
}

export interface RepositoryInput {
  /** Workflow files and action metadata files; others are ignored. */
  readonly files: readonly RepositoryFile[];
  /** Files that are there but could not be taken, e.g. a symbolic link out of the tree. */
  readonly problems?: readonly { readonly path: string; readonly message: string }[];
  /** The text of a remote file, if somebody has it: `owner/repository/ref/path`. */
  readonly remote?: (path: string) => string | undefined;
}

/** Everything of a repository that the graph is made of. */
export interface Repository {
  readonly workflows: readonly Workflow[];
  readonly diagnostics: readonly Diagnostic[];
  readonly workflowAt: (path: string) => Workflow | undefined;
  readonly actionAt: (folder: string) => Action | undefined;
  readonly remoteWorkflow: (path: string, name: string) => Workflow | undefined;
  readonly remoteAction: (folder: string) => Action | undefined;
}

/** `.yml` and `.yaml` directly in the folder; sub-folders do not count (`actions/runner`: same rule). */
const workflowPath = /^\.github\/workflows\/[^/]+\.ya?ml$/;
const actionPath = /(^|\/)action\.ya?ml$/;

export function isWorkflowPath(path: string): boolean {
  return workflowPath.test(path);
}

export function isActionPath(path: string): boolean {
  return actionPath.test(path) && !workflowPath.test(path);
}

/** Reads every file. Actions and remote files are read when something uses them. */
export function readRepository(input: RepositoryInput): Repository {
  const diagnostics: Diagnostic[] = (input.problems ?? []).map(({ path, message }) => ({
    code: 'graph/outside-tree',
    kind: 'unread',
    place: { path, line: 1, column: 1 },
    message,
  }));
  const workflows = new Map<string, Workflow>();
  const actionTexts = new Map<string, RepositoryFile>();
  for (const file of [...input.files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    if (isWorkflowPath(file.path)) {
      const text = decode(file, diagnostics);
      workflows.set(file.path, readWorkflow(file.path, text ?? ''));
    } else if (isActionPath(file.path)) actionTexts.set(folderOf(file.path), file);
  }
  for (const workflow of workflows.values()) diagnostics.push(...workflow.diagnostics);
  const remote = input.remote ?? ((): undefined => undefined);
  return {
    workflows: [...workflows.values()],
    diagnostics,
    workflowAt: (path) => workflows.get(path),
    actionAt: memoize((folder) => {
      const file = actionTexts.get(folder);
      const text = file === undefined ? undefined : decode(file, []);
      return file === undefined || text === undefined ? undefined : readAction(file.path, text);
    }),
    remoteWorkflow: memoize((path: string, name: string) => {
      const text = remote(path);
      return text === undefined ? undefined : readWorkflow(name, text);
    }),
    remoteAction: memoize((folder) => {
      for (const file of ['action.yml', 'action.yaml']) {
        const text = remote(`${folder}/${file}`);
        if (text !== undefined) return readAction(`${folder}/${file}`, text);
      }
      return undefined;
    }),
  };
}

function decode(file: RepositoryFile, diagnostics: Diagnostic[]): string | undefined {
  if (typeof file.content === 'string') return file.content;
  const decoded = decodeSource(file.content);
  if ('text' in decoded) return decoded.text;
  diagnostics.push({
    code: 'graph/encoding',
    kind: 'unread',
    place: { path: file.path, line: 1, column: 1 },
    message: decoded.problem,
  });
  return undefined;
}

function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}

function memoize<Rest extends readonly unknown[], Value>(
  compute: (key: string, ...rest: Rest) => Value,
): (key: string, ...rest: Rest) => Value {
  const known = new Map<string, Value>();
  return (key, ...rest) => {
    if (known.has(key)) return known.get(key) as Value;
    const value = compute(key, ...rest);
    known.set(key, value);
    return value;
  };
}
