import { createGitHubApi, type GitHubApi, type GitHubApiOptions } from '@sallyport/github-api';
import { createHttpClient, startDeadline, type StreamingHttpClient } from '@sallyport/http';
import type { Behaviour } from '../../twins/http-faults.ts';
import { createInstantClock, type InstantClock } from '../http/instant-clock.ts';

/** Looks like the token of a job and is none. */
export const token = ['ghs', 'A1b2'.repeat(9)].join('_');

/** What GitHub would answer. */
export function json(body: unknown, headers: Record<string, string> = {}, status = 200): Behaviour {
  const type = { 'content-type': 'application/json; charset=utf-8' };
  return { does: 'answer', status, headers: { ...type, ...headers }, body: JSON.stringify(body) };
}

export interface Setting {
  readonly api: GitHubApi;
  readonly clock: InstantClock;
  readonly http: StreamingHttpClient;
}

export async function createSetting(
  baseUrl: string,
  seconds = 60,
  options: Partial<GitHubApiOptions> = {},
): Promise<Setting> {
  const clock = createInstantClock();
  const http = createHttpClient({ deadline: startDeadline(clock, seconds), clock, random: () => 0 });
  return { api: await createGitHubApi({ token, baseUrl, http, clock, ...options }), clock, http };
}
