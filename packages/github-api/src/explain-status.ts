import { failure, type CodedError, type ErrorCode } from '@sallyport/errors';

export interface Refusal {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
}

const codes: Readonly<Record<number, ErrorCode>> = {
  400: 'github-api/invalid-request',
  401: 'github-api/unauthorized',
  403: 'github-api/forbidden',
  404: 'github-api/not-found',
  409: 'github-api/conflict',
  410: 'github-api/gone',
  415: 'github-api/invalid-request',
  422: 'github-api/invalid-request',
  451: 'github-api/forbidden',
};

/**
 * Turns a status that is no success into a coded error.
 * @param route the template, such as `GET /repos/{owner}/{repo}/environments`: without the values, which may be foreign.
 */
export function explainStatus(route: string, { status, headers }: Refusal): CodedError {
  const code = codes[status] ?? codeOfClass(status);
  const what = `GitHub's API answered ${status} to \`${route}\`.`;
  const remedy =
    code === 'github-api/forbidden' || code === 'github-api/not-found' ? adviseOn(code, headers) : undefined;
  return failure(code, { what, ...(remedy === undefined ? {} : { remedy }) });
}

/** A download that its store did not give, though the API had led there. */
export function explainDownload(route: string, status: number): CodedError {
  const code = status === 404 || status === 410 ? 'github-api/gone' : 'github-api/unavailable';
  return failure(code, { what: `GitHub's file store answered ${status} to the download of \`${route}\`.` });
}

function codeOfClass(status: number): ErrorCode {
  if (status >= 500) return 'github-api/unavailable';
  return status >= 300 && status < 400 ? 'github-api/moved' : 'github-api/unexpected';
}

function adviseOn(code: ErrorCode, headers: Refusal['headers']): string | undefined {
  if (headers['x-github-sso']?.startsWith('required') === true) {
    return 'The organization demands SAML single sign-on: authorize the token for it, or use the token of a job or an App.';
  }
  const permissions = readPermissions(headers['x-accepted-github-permissions']);
  if (permissions === undefined) return undefined;
  const grant = `grant ${permissions} under \`permissions:\` of the job, or give a token of a GitHub App that has it.`;
  return code === 'github-api/not-found'
    ? `Check names and ids; if they are right, ${grant}`
    : `G${grant.slice(1)}`;
}

/**
 * `x-accepted-github-permissions` as a workflow writes it: `contents=read,pull_requests=write; issues=read` lists the sets
 * of permissions of which one is enough (docs.github.com, rest/using-the-rest-api/troubleshooting-the-rest-api). Whatever does
 * not have that form is left out: the header is foreign text.
 */
export function readPermissions(header: string | undefined): string | undefined {
  const sets = (header ?? '').split(';').map((set) =>
    set
      .split(',')
      .map((item) => /^\s*([a-z_]+)=(read|write|admin)\s*$/.exec(item))
      .map((match) => (match === null ? undefined : `\`${match[1]?.replaceAll('_', '-')}: ${match[2]}\``)),
  );
  const whole = sets.filter((set) => set.every((item) => item !== undefined));
  return whole.length === 0 ? undefined : whole.map((set) => set.join(' and ')).join(', or ');
}
