/** What stands behind `uses`. */
export type UsesReference =
  /** `./x`: a job's resolves in the commit of the file, a step's in the workspace at that moment. */
  | { readonly kind: 'workspace'; readonly path: string }
  /** `$/x`: the same repository at the running commit (GitHub changelog of 2026-07-30). */
  | { readonly kind: 'self'; readonly path: string }
  | { readonly kind: 'docker'; readonly image: string }
  | {
      readonly kind: 'remote';
      readonly owner: string;
      readonly repository: string;
      /** Below the repository, without a leading `/`; empty for its root. */
      readonly path: string;
      readonly ref: string;
      /** Whether `ref` is a full commit id, which nobody can move. */
      readonly pinned: boolean;
    }
  | { readonly kind: 'invalid' };

export function parseUses(text: string): UsesReference {
  if (text.startsWith('docker://')) return { kind: 'docker', image: text.slice('docker://'.length) };
  if (text.startsWith('./') || text === '.') return { kind: 'workspace', path: normalize(text.slice(1)) };
  if (text.startsWith('$/')) return { kind: 'self', path: normalize(text.slice(2)) };
  const match = /^([^/@\s]+)\/([^/@\s]+)(?:\/([^@\s]*))?@(\S+)$/.exec(text);
  if (match === null) return { kind: 'invalid' };
  const [, owner = '', repository = '', path = '', ref = ''] = match;
  return {
    kind: 'remote',
    owner,
    repository,
    path: normalize(path),
    ref,
    pinned: /^[0-9a-f]{40}([0-9a-f]{24})?$/i.test(ref),
  };
}

/** `owner/repository` in lower case, with the path of an action inside it: the name under which tables know it. */
export function actionName(reference: UsesReference): string | undefined {
  if (reference.kind !== 'remote') return undefined;
  const { owner, repository, path } = reference;
  return [owner, repository, ...(path === '' ? [] : [path])].join('/').toLowerCase();
}

function normalize(path: string): string {
  return path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');
}
