import type { CatalogueArea } from './entry.ts';

export const githubApiErrors = {
  'github-api/unauthorized': {
    what: "GitHub's API did not accept the token.",
    why: 'The token is wrong, has expired or was revoked; the token of a job dies with the job.',
    remedy:
      'Give a valid token, such as `${{ github.token }}`, and check that it belongs to this GitHub instance.',
  },
  'github-api/forbidden': {
    what: "GitHub's API refused a request.",
    why: 'The token lacks a permission that this request needs.',
    remedy:
      'Grant the permission under `permissions:` of the job, or give a token of a GitHub App that has it.',
  },
  'github-api/not-found': {
    what: "GitHub's API did not find what was asked for.",
    why: 'It does not exist, or the token may not see it: GitHub answers both alike.',
    remedy: 'Check names and ids, and grant the permission that reading it needs.',
  },
  'github-api/gone': {
    what: 'What was asked for is no longer there.',
    why: 'Logs and artifacts are deleted when their retention time is over, or by hand.',
    remedy: 'Look at the retention time of the repository; run the workflow again to have them anew.',
  },
  'github-api/conflict': {
    what: "GitHub's API cannot do this in the present state.",
    why: 'The run, the log or the resource is in a state that does not admit the request, such as still in progress.',
    remedy: 'Try again when the run has ended.',
  },
  'github-api/invalid-request': {
    what: "GitHub's API found a request invalid.",
    why: 'A value in it is not allowed, or this version of GitHub does not know the request.',
    remedy: 'Check the inputs; on GitHub Enterprise Server check that its version offers this.',
  },
  'github-api/rate-limited': {
    what: "The rate limit of GitHub's API is used up.",
    why: 'The token of a job may ask 1,000 times an hour and repository; other steps and jobs count too.',
    remedy: 'Run the job again after that time, or give the token of a GitHub App, which has more.',
  },
  'github-api/unavailable': {
    what: "GitHub's API is not available.",
    why: 'It went on answering with a server error.',
    remedy: 'Look at https://www.githubstatus.com and run the job again later.',
  },
  'github-api/moved': {
    what: "GitHub's API says that this is somewhere else now.",
    why: 'The repository was renamed or transferred. A redirect is never followed with a token.',
    remedy: 'Use the new name of the repository.',
  },
  'github-api/unexpected': {
    what: "GitHub's API answered in a way that it never does.",
    why: 'Something else than GitHub may have answered, or its API has changed.',
    remedy: 'Check the API address, `GITHUB_API_URL` or the input for it.',
  },
  'github-api/foreign-address': {
    what: "GitHub's API led to an address outside of itself.",
    why: 'A token goes to the API that it was given for and to nobody else.',
    remedy: 'Check the API address; report this if the address is right.',
  },
  'github-api/too-many-pages': {
    what: 'A list has more pages than are read.',
    why: 'Lists are read to their end or not at all, because a part would pass for the whole.',
    remedy: 'Narrow what is asked for, such as by a time range or a branch.',
  },
  'github-api/invalid-address': {
    what: 'The address of the API is not valid.',
    why: 'It must be an https URL without a query, such as `https://api.github.com`.',
    remedy: 'On GitHub Enterprise Server it is `https://HOST/api/v3`; leave it out to use `GITHUB_API_URL`.',
  },
  'github-api/event-invalid': {
    what: 'The event of this run cannot be read.',
    why: 'The file that `GITHUB_EVENT_PATH` names is not JSON.',
    remedy: 'Look for a step that writes to that file; the runner itself writes it as JSON.',
  },
} as const satisfies CatalogueArea;
