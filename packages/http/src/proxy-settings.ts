import { isIP } from 'node:net';
import { failure } from '@sallyport/errors';
import type { Destination } from './destination.ts';

/** A CONNECT proxy. */
export interface Proxy {
  readonly secure: boolean;
  readonly hostname: string;
  readonly port: number;
  /** What messages show: never the credentials. */
  readonly host: string;
  /** The value of `Proxy-Authorization`, where the URL held credentials. */
  readonly authorization: string | undefined;
}

export interface ProxySettings {
  readonly proxy: Proxy;
  /** Who is reached without it, from NO_PROXY. */
  readonly except: readonly ProxyException[];
}

export interface ProxyException {
  /** A host name, matched with all that lies below it; an address; or `*`. */
  readonly host: string;
  /** Only this port, where one is given. */
  readonly port: number | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads `https_proxy` and `no_proxy`, lower case before upper, as @actions/http-client does. `http_proxy` has no part
 * in it: plain http goes to loopback addresses only, and those never through a proxy.
 * @returns undefined where no proxy is set.
 * @throws CodedError `http/proxy-invalid`; the URL is not shown, it may hold a password.
 */
export function readProxySettings(env: Environment): ProxySettings | undefined {
  const name = ['https_proxy', 'HTTPS_PROXY'].find((candidate) => (env[candidate] ?? '').trim() !== '');
  if (name === undefined) return undefined;
  const exceptions = ['no_proxy', 'NO_PROXY']
    .map((candidate) => env[candidate] ?? '')
    .find((text) => text !== '');
  return { proxy: readProxy((env[name] ?? '').trim(), name), except: readExceptions(exceptions ?? '') };
}

function readProxy(text: string, variable: string): Proxy {
  const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !['http:', 'https:'].includes(parsed.protocol) || parsed.hostname === '') {
    throw failure('http/proxy-invalid', {
      what: `\`${variable}\` does not hold the URL of an http or https proxy.`,
    });
  }
  const secure = parsed.protocol === 'https:';
  return {
    secure,
    hostname: parsed.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: parsed.port === '' ? (secure ? 443 : 80) : Number(parsed.port),
    host: parsed.host,
    authorization: authorize(parsed, variable),
  };
}

/** Basic credentials (RFC 7617) from the user information of the proxy's URL. */
function authorize({ username, password }: URL, variable: string): string | undefined {
  if (username === '' && password === '') return undefined;
  try {
    const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    return `Basic ${Buffer.from(credentials, 'utf8').toString('base64')}`;
  } catch {
    throw failure('http/proxy-invalid', {
      what: `The credentials in \`${variable}\` are not percent-encoded correctly.`,
    });
  }
}

function readExceptions(text: string): readonly ProxyException[] {
  return text
    .split(/[\s,]+/)
    .filter((item) => item !== '')
    .map((item) => {
      const [, bracketed, name, port] = /^(?:\[([^\]]*)\]|([^:]*))(?::(\d+))?$/.exec(item) ?? [];
      // An IPv6 address without brackets has more than one colon and so no port.
      const host = bracketed ?? name ?? item;
      return { host: normalize(host), port: port === undefined ? undefined : Number(port) };
    });
}

/** `.example.com`, `*.example.com` and `example.com` mean the same to most readers of NO_PROXY, so they do here. */
function normalize(host: string): string {
  const bare = host
    .toLowerCase()
    .replace(/^\*?\./, '')
    .replace(/\.$/, '');
  return bare.includes(':') && URL.canParse(`http://[${bare}]/`)
    ? new URL(`http://[${bare}]/`).hostname.slice(1, -1)
    : bare;
}

/** The proxy that a request goes through, if any: none for loopback addresses and what NO_PROXY names. */
export function chooseProxy(
  settings: ProxySettings | undefined,
  destination: Destination,
): Proxy | undefined {
  if (settings === undefined || destination.loopback || !destination.secure) return undefined;
  const hostname = destination.hostname.toLowerCase().replace(/\.$/, '');
  const excepted = settings.except.some(
    ({ host, port }) =>
      (port === undefined || port === destination.port) &&
      (host === '*' || host === hostname || isBelow(hostname, host)),
  );
  return excepted ? undefined : settings.proxy;
}

function isBelow(hostname: string, domain: string): boolean {
  return domain !== '' && isIP(hostname) === 0 && hostname.endsWith(`.${domain}`);
}
