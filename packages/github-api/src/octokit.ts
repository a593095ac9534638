import type * as GitHubToolkit from '@actions/github';
import { failure } from '@sallyport/errors';
import type { GitHubApiOptions } from './api.ts';
import { createFetch } from './fetch.ts';

export type Octokit = ReturnType<typeof GitHubToolkit.getOctokit>;

/** Sent with every request; known to github.com and to every GitHub Enterprise Server that is still supported. */
const apiVersion = '2022-11-28';

/**
 * The Octokit of @actions/github, over our own fetch. The import happens here and not at the top of the file: at import
 * @actions/github reads proxy variables and the event file, and throws where they are malformed, with the proxy's password
 * in the error. Besides, what never asks GitHub's API never loads it.
 */
export async function createOctokit({
  token,
  baseUrl,
  http,
  clock,
  userAgent,
}: GitHubApiOptions): Promise<Octokit> {
  const address = readBaseUrl(baseUrl);
  if (token === '')
    throw failure('github-api/unauthorized', { what: "No token was given for GitHub's API." });
  const github = await importGitHub();
  const log = { debug: ignore, info: ignore, warn: ignore, error: ignore };
  const octokit = github.getOctokit(token, {
    baseUrl: address,
    log,
    request: { fetch: createFetch(http, address, () => clock.now()), log },
    ...(userAgent === undefined ? {} : { userAgent }),
  });
  octokit.hook.before('request', (options) => {
    options.headers['x-github-api-version'] = apiVersion;
  });
  return octokit;
}

async function importGitHub(): Promise<typeof GitHubToolkit> {
  try {
    return await import('@actions/github');
  } catch (error) {
    // The error itself is dropped: it quotes the proxy's URL or the event.
    const { code } = error as { readonly code?: unknown };
    throw failure(code === 'ERR_INVALID_URL' ? 'http/proxy-invalid' : 'github-api/event-invalid');
  }
}

function readBaseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (
    url === undefined ||
    !['https:', 'http:'].includes(url.protocol) ||
    url.search !== '' ||
    url.hash !== ''
  ) {
    throw failure('github-api/invalid-address');
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

/** Deprecations are for us, not for whoever reads the log of a job. */
function ignore(): void {}
