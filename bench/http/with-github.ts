import { createGitHubApi } from '@sallyport/github-api';
import { createHttpClient, startDeadline, systemClock } from '@sallyport/http';

// What an action that lists something on GitHub has to bundle; only its size is measured.
const [token = '', baseUrl = ''] = process.argv.slice(2);
const http = createHttpClient({ deadline: startDeadline(systemClock, 60), clock: systemClock });
const api = await createGitHubApi({ token, baseUrl, http, clock: systemClock });
await api.list('GET /repos/{owner}/{repo}/branches', { owner: 'octo', repo: 'castle' });
