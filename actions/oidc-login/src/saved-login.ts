import type { Restoration, Runner } from '@sallyport/runner';

/** What the post step needs to take the login back. Each login of a job has its own, in the state of its own step. */
export interface SavedLogin {
  readonly provider: string;
  readonly role: string;
  readonly revocation: Readonly<Record<string, string>> | undefined;
  readonly restoration: Restoration;
  /** Path of the private folder. */
  readonly folder: string | undefined;
}

const name = 'login';

export function saveLogin(login: SavedLogin): Record<string, string> {
  return { [name]: JSON.stringify(login) };
}

/** @returns undefined when the main phase handed nothing over. */
export function readSavedLogin(runner: Runner): SavedLogin | undefined {
  const text = runner.savedState(name);
  return text === '' ? undefined : (JSON.parse(text) as SavedLogin);
}
