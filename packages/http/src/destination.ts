import { failure } from '@sallyport/errors';

/** Where a request goes, in the parts that node:http wants and that messages may show. */
export interface Destination {
  readonly secure: boolean;
  /** Without the brackets of an IPv6 address. */
  readonly hostname: string;
  readonly port: number;
  /** Path and query: never for a message. */
  readonly path: string;
  /** Host and, where it is not the scheme's own, port: what messages show. */
  readonly host: string;
  readonly loopback: boolean;
}

/**
 * Reads and checks a URL: https, or http to a loopback address; no credentials in it.
 * @throws CodedError `http/invalid-url`, `http/insecure-url`, `http/url-credentials`. The URL itself is never shown: its
 *   path and query may hold a token.
 */
export function readDestination(url: string, peer: string): Destination {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !['https:', 'http:'].includes(parsed.protocol)) {
    throw failure('http/invalid-url', { what: `The address of ${peer} is not an https URL.` });
  }
  if (parsed.username !== '' || parsed.password !== '') {
    throw failure('http/url-credentials', {
      what: `The address of ${peer} (${parsed.host}) holds credentials.`,
    });
  }
  const hostname = parsed.hostname.replace(/^\[(.*)\]$/, '$1');
  const loopback = isLoopback(hostname);
  const secure = parsed.protocol === 'https:';
  if (!secure && !loopback) {
    throw failure('http/insecure-url', {
      what: `The address of ${peer} (${parsed.host}) is http, not https.`,
    });
  }
  const port = parsed.port === '' ? (secure ? 443 : 80) : Number(parsed.port);
  return { secure, hostname, port, path: parsed.pathname + parsed.search, host: parsed.host, loopback };
}

/**
 * True for this machine's own addresses: `localhost`, 127.0.0.0/8, ::1. `hostname` is as the URL parser leaves it, which
 * has already turned forms such as `127.1` and `0x7f.0.0.1` into four decimal numbers.
 */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '::1' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
