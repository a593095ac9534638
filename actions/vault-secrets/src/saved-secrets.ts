import type { Restoration, Runner } from '@sallyport/runner';

/** What the post step needs to take everything back. Each use of the action in a job has its own. */
export interface SavedSecrets {
  readonly obtained: Obtained | undefined;
  readonly restoration: Restoration;
  /** Path of the private folder. */
  readonly folder: string | undefined;
}

/** What lives at the server because of this step. */
export interface Obtained {
  readonly token: string;
  /** Of the token. */
  readonly namespace: string | undefined;
  /** `own`: revoked at the end; `batch`: ends by itself; `supplied`: whoever made it decides. */
  readonly kind: 'own' | 'batch' | 'supplied';
  readonly leases: readonly { readonly id: string; readonly namespace: string | undefined }[];
}

const name = 'secrets';

export function saveSecrets(saved: SavedSecrets): Record<string, string> {
  return { [name]: JSON.stringify(saved) };
}

/** @returns undefined when the main phase handed nothing over. */
export function readSavedSecrets(runner: Runner): SavedSecrets | undefined {
  const text = runner.savedState(name);
  return text === '' ? undefined : (JSON.parse(text) as SavedSecrets);
}
