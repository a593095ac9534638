import { failure, plainText } from '@sallyport/errors';

/** Who may sign the tokens of this job, and where that issuer publishes its keys. */
export interface ExpectedIssuer {
  /** For messages: the issuer, or the forms that are accepted. */
  readonly description: string;
  /** The issuer whose keys are fetched before the token is there. */
  readonly base: string;
  /** Where the request for a token is expected to go; anything else was planted. */
  isOwnEndpoint(host: string): boolean;
  accepts(issuer: string): boolean;
}

const cloudIssuer = 'https://token.actions.githubusercontent.com';
const enterpriseSegment = /^\/[A-Za-z0-9](?:[A-Za-z0-9-]{0,98}[A-Za-z0-9])?$/;

/**
 * The issuer that follows from the server of the job (GitHub Docs "OpenID Connect reference", "Configuring OpenID
 * Connect in GitHub Enterprise Server"): github.com's own, bare or with exactly one enterprise segment; that of a ghe.com
 * subdomain; or `https://HOST/_services/token` of an Enterprise Server. A pinned issuer replaces all of them.
 * @throws CodedError `oidc/issuer-invalid`.
 */
export function expectIssuer(serverUrl: string, pinned?: string): ExpectedIssuer {
  const server = readUrl(serverUrl);
  if (server === undefined) {
    throw failure('oidc/issuer-invalid', {
      what: `The server of this job, "${plainText(serverUrl)}", is not a URL.`,
      remedy: 'Check what sets `GITHUB_SERVER_URL`.',
    });
  }
  const isOwnEndpoint = (host: string): boolean => isHostOf(server.hostname, host);
  if (pinned !== undefined && pinned !== '') {
    const issuer = checkPinned(pinned);
    const { hostname } = new URL(issuer);
    return exactly(issuer, (host) => isOwnEndpoint(host) || host === hostname);
  }
  if (server.hostname === 'github.com') {
    return {
      description: `${cloudIssuer}, bare or with one enterprise segment`,
      base: cloudIssuer,
      isOwnEndpoint,
      accepts: (issuer) =>
        issuer === cloudIssuer ||
        (issuer.startsWith(cloudIssuer) && enterpriseSegment.test(issuer.slice(cloudIssuer.length))),
    };
  }
  if (/^[a-z0-9-]+\.ghe\.com$/.test(server.hostname)) {
    return exactly(`https://token.actions.${server.hostname}`, isOwnEndpoint);
  }
  return exactly(`${server.origin}/_services/token`, isOwnEndpoint);
}

/** `<issuer>/.well-known/jwks`, where every GitHub issuer publishes its keys: one request less than by discovery. */
export function keysUrlOf(issuer: string): string {
  return `${issuer}/.well-known/jwks`;
}

function exactly(issuer: string, isOwnEndpoint: (host: string) => boolean): ExpectedIssuer {
  return { description: issuer, base: issuer, isOwnEndpoint, accepts: (other) => other === issuer };
}

function checkPinned(issuer: string): string {
  const url = readUrl(issuer);
  const plain = url !== undefined && url.username === '' && url.password === '' && !/[?#\s]/.test(issuer);
  const safe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname));
  if (plain && safe && !issuer.endsWith('/')) return issuer;
  throw failure('oidc/issuer-invalid', {
    what: `The issuer "${plainText(issuer)}" is not one that a token can be checked against.`,
  });
}

/** github.com's endpoints live under actions.githubusercontent.com, those of other servers under their own name. */
function isHostOf(server: string, host: string): boolean {
  const domain = server === 'github.com' ? 'actions.githubusercontent.com' : server;
  return host === domain || host.endsWith(`.${domain}`);
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}

function readUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}
