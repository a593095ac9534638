import { isCoded } from '@sallyport/errors';
import type { Claims } from '@sallyport/github-identity';
import { InputReader } from '@sallyport/runner';
import { createGitHubTwin, type GitHubTwinOptions } from '../../twins/github/index.ts';

export type Inputs = Readonly<Record<string, string>>;

/** Inputs as the action reads them. */
export function given(inputs: Inputs): InputReader {
  return new InputReader((name) => inputs[name] ?? '');
}

/** What reading comes to: the code and the sentence of the error, or undefined. */
export function refusalOf(read: () => unknown): string | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    if (!isCoded(error)) throw error;
    return `${error.code}: ${error.what} ${error.remedy}`;
  }
}

/** The claims of a genuine token of github.com. */
export function claimsOf(audience: string, options: GitHubTwinOptions = {}): Claims {
  const twin = createGitHubTwin('http://127.0.0.1:9', { issuerForm: 'github.com', ...options });
  const [, payload = ''] = twin.mint(audience).split('.');
  return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Claims;
}
