import {
  buildGraph,
  type ReachedJob,
  type RepositoryInput,
  type UsesReference,
} from '@sallyport/workflow-graph';

/** One file of another repository at a ref. */
export interface RemoteFile {
  readonly owner: string;
  readonly repository: string;
  readonly ref: string;
  readonly path: string;
}

/** The text of a remote file; undefined where there is none or it may not be read. */
export type FetchText = (file: RemoteFile) => Promise<string | undefined>;

/** A chain of calls has ten levels, and composite actions nest in them: more rounds find nothing new. */
const mostRounds = 12;
const mostFiles = 500;

/**
 * Fetches what the workflows call in other repositories, and what that calls in turn, until nothing new is named.
 * @returns texts by `<owner>/<repo>/<ref>/<path>`, as the input `remote` of the action wants them.
 */
export async function collectCallees(
  files: RepositoryInput['files'],
  fetchText: FetchText,
): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  const asked = new Set<string>();
  for (let round = 0; round < mostRounds; round++) {
    const { jobs } = buildGraph({ files, remote: (path) => texts.get(path) });
    const wanted = jobs.flatMap(remoteFilesOf).filter((file) => !asked.has(keyOf(file)));
    if (wanted.length === 0) break;
    for (const file of wanted) {
      const key = keyOf(file);
      if (asked.has(key) || asked.size >= mostFiles) continue;
      asked.add(key);
      const text = await fetchText(file);
      if (text !== undefined) texts.set(key, text);
    }
  }
  return texts;
}

export function keyOf({ owner, repository, ref, path }: RemoteFile): string {
  return `${owner}/${repository}/${ref}/${path}`;
}

function remoteFilesOf(job: ReachedJob): readonly RemoteFile[] {
  const called = job.kind === 'call' && job.callee === undefined ? locate(job.reference) : undefined;
  const actions = job.steps.flatMap(({ reference, unresolved }) => {
    const folder = unresolved ? locate(reference) : undefined;
    if (folder === undefined) return [];
    const below = folder.path === '' ? '' : `${folder.path}/`;
    return ['action.yml', 'action.yaml'].map((name) => ({ ...folder, path: below + name }));
  });
  return called === undefined ? actions : [called, ...actions];
}

function locate(reference: UsesReference | undefined): RemoteFile | undefined {
  if (reference?.kind !== 'remote') return undefined;
  const { owner, repository, ref, path } = reference;
  // What would leave the folder that the texts are written to is not asked for.
  if ([owner, repository, ...ref.split('/'), ...path.split('/')].includes('..')) return undefined;
  return { owner, repository, ref, path };
}
