import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { readTree } from '../actions/separation-guard/src/read-tree.ts';
import { isCoded } from '../packages/errors/src/index.ts';
import { createGitHubApi } from '../packages/github-api/src/index.ts';
import { createHttpClient, startDeadline, systemClock } from '../packages/http/src/index.ts';
import { collectCallees, type FetchText } from '../packages/separation/src/index.ts';

// tsx scripts/fetch-callees.ts <repository> <folder>: the text of every remote workflow and action that the repository
// calls, at the ref that it names, for the input `remote`. Needs GITHUB_TOKEN; GITHUB_API_URL for servers of one's own.
const [repository, folder] = process.argv.slice(2);
const { GITHUB_TOKEN: token, GITHUB_API_URL: baseUrl = 'https://api.github.com' } = process.env;

if (repository === undefined || folder === undefined || token === undefined) {
  console.error('usage: GITHUB_TOKEN=… tsx scripts/fetch-callees.ts <repository> <folder>');
  process.exitCode = 1;
} else {
  const { files } = readTree(resolve(repository));
  const texts = await collectCallees(files, await createFetch(token, baseUrl));
  for (const [path, text] of texts) {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
    console.log(path);
  }
}

/** What is hidden or gone stays unknown, so the check calls it unverifiable; any other failure ends the script. */
async function createFetch(token: string, baseUrl: string): Promise<FetchText> {
  const http = createHttpClient({
    deadline: startDeadline(systemClock, 600),
    clock: systemClock,
    random: Math.random,
  });
  const api = await createGitHubApi({ token, baseUrl, http, clock: systemClock });
  return async ({ owner, repository: repo, ref, path }) => {
    try {
      const data = await api.request('GET /repos/{owner}/{repo}/contents/{path}', { owner, repo, ref, path });
      if (Array.isArray(data) || !('content' in data)) return undefined;
      return Buffer.from(data.content, 'base64').toString('utf8');
    } catch (error) {
      if (isCoded(error, 'github-api/not-found') || isCoded(error, 'github-api/forbidden')) return undefined;
      throw error;
    }
  };
}
