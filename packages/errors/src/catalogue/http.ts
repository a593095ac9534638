import type { CatalogueArea } from './entry.ts';

export const httpErrors = {
  'http/invalid-url': {
    what: 'An address is not an https URL.',
    why: 'Requests carry tokens, so they go to well-formed https addresses only.',
    remedy: 'Give the whole address, such as `https://vault.example.com:8200`.',
  },
  'http/insecure-url': {
    what: 'An address is http, not https.',
    why: 'Without TLS anyone on the way can read the token and answer in the name of the peer.',
    remedy: 'Use https; plain http is accepted for `localhost`, 127.0.0.0/8 and `[::1]` only.',
  },
  'http/url-credentials': {
    what: 'An address holds a user name or a password.',
    why: 'Addresses appear in logs, so what is in them is not secret.',
    remedy: 'Take the part before `@` out of the address and give credentials through their own input.',
  },
  'http/invalid-header': {
    what: 'A request header holds characters that HTTP does not allow.',
    why: 'A line break in a header would let a value add headers of its own.',
    remedy: 'Look for a line break or a control character in the value, often at its end.',
  },
  'http/dns': {
    what: 'A host name could not be resolved.',
    why: 'The name does not exist, or this runner has no name server that knows it.',
    remedy:
      'Check the spelling of the host; for an internal name use a runner inside that network, or a proxy.',
  },
  'http/refused': {
    what: 'A connection was refused.',
    why: 'The host is there, but nothing listens on that port or a firewall rejects the runner.',
    remedy: 'Check host and port, and that the service is up and admits connections from this runner.',
  },
  'http/unreachable': {
    what: 'A host could not be reached.',
    why: 'This runner has no network route to it.',
    remedy: 'Check the network of the runner, and whether a proxy must be set by `HTTPS_PROXY`.',
  },
  'http/reset': {
    what: 'A connection was closed before the answer came.',
    why: 'The service, or something on the way to it, gave up on the connection.',
    remedy: 'Run the job again; if it stays, look at the logs of the service and of firewalls on the way.',
  },
  'http/timeout': {
    what: 'An answer did not come in time.',
    why: 'The service accepted the connection and stayed silent or sent too slowly.',
    remedy: 'Check the health of the service; give the step more time by `timeout-seconds`.',
  },
  'http/connect-timeout': {
    what: 'A connection could not be opened in time.',
    why: 'Nothing answered at that address, which is typical of a firewall that drops what it does not admit.',
    remedy: 'Check host and port, the firewall between, and whether a proxy must be set by `HTTPS_PROXY`.',
  },
  'http/deadline': {
    what: 'The time of the step ran out.',
    why: 'All requests of a step and the waits between them share one deadline.',
    remedy: 'Look at the last error named here; give the step more time by `timeout-seconds`.',
  },
  'http/retry-after': {
    what: 'A service asks to wait longer than the step may take.',
    why: 'Asking again earlier would be refused, so the step stops at once.',
    remedy: 'Run the job again later, or give the step more time by `timeout-seconds`.',
  },
  'http/tls-untrusted': {
    what: 'The certificate of a host is not signed by a trusted authority.',
    why: 'Only the authorities that Node.js ships and those in `ca-certificate` are trusted, whatever the machine says.',
    remedy: "If the host has a private authority, give that authority's certificate in `ca-certificate`.",
  },
  'http/tls-expired': {
    what: 'The certificate of a host is not valid at this time.',
    why: 'It has expired, or is not valid yet, by the clock of this runner.',
    remedy: 'Renew the certificate, or set the clock of the runner right.',
  },
  'http/tls-name': {
    what: 'The certificate of a host is for another name.',
    why: 'Whoever answered could not prove to be the host that was asked.',
    remedy: 'Use the host name that the certificate lists, or have it added to the certificate.',
  },
  'http/tls-failed': {
    what: 'A TLS connection could not be agreed on.',
    why: 'The other side does not speak TLS 1.2 or newer there, or broke off the handshake.',
    remedy:
      'Check that the port is the https one, that the service offers TLS 1.2 or 1.3, and whether it wants a client certificate.',
  },
  'http/tls-client-certificate': {
    what: 'A host did not accept the client certificate.',
    why: 'It demands a client certificate, and none was given or its authority does not admit this one.',
    remedy: 'Give a certificate and key that the host accepts in `client-certificate` and `client-key`.',
  },
  'http/ca-invalid': {
    what: 'The text given as certificate authorities holds no usable certificate.',
    why: 'It must be one or more PEM blocks that begin with `-----BEGIN CERTIFICATE-----`.',
    remedy: 'Give the PEM text itself, not a path, and without a private key.',
  },
  'http/client-certificate-invalid': {
    what: 'The client certificate and its key cannot be used.',
    why: 'Both must be given, in PEM, unencrypted, and belong to each other.',
    remedy: 'Check that both are whole, including their first and last line, and are a pair.',
  },
  'http/proxy-invalid': {
    what: 'The proxy setting cannot be read.',
    why: 'It must be the URL of an http or https proxy that speaks CONNECT.',
    remedy:
      'Set `HTTPS_PROXY` to a URL such as `http://proxy.example.com:3128`, special characters percent-encoded.',
  },
  'http/proxy-refused': {
    what: 'The proxy refused to open a tunnel.',
    why: 'Its rules do not admit this host or port, or it wants other credentials.',
    remedy: 'Have the host admitted on the proxy, or list it in `NO_PROXY` if it can be reached directly.',
  },
  'http/proxy-unreachable': {
    what: 'The proxy could not be reached.',
    why: 'The proxy set by `HTTPS_PROXY` does not answer, or its name does not resolve.',
    remedy: 'Check `HTTPS_PROXY`, or list the host in `NO_PROXY` if it can be reached directly.',
  },
  'http/too-large': {
    what: 'An answer was larger than allowed.',
    why: 'Every answer has a size limit, so that a broken or hostile peer cannot fill the memory of the runner.',
    remedy: 'Check that the address is the right one: the real service answers with far less.',
  },
  'http/truncated': {
    what: 'An answer broke off before its end.',
    why: 'The connection was closed while the body was being sent.',
    remedy: 'Run the job again; if it stays, look at the service and at proxies on the way.',
  },
  'http/malformed': {
    what: 'An answer was not HTTP.',
    why: 'What came back could not be read as an HTTP/1.1 answer.',
    remedy: 'Check that host and port belong to the service, and not to something else.',
  },
  'http/encoded': {
    what: 'An answer was compressed although that was not asked for.',
    why: 'Compressed answers are not unpacked, so that a small one cannot grow without limit.',
    remedy: 'Check what stands between the runner and the service and rewrites its answers.',
  },
  'http/not-json': {
    what: 'An answer was not JSON.',
    why: 'Something else than the service answered, such as a proxy with a login page, or the address is wrong.',
    remedy: 'Check the address, and what a browser shows there.',
  },
  'http/closed': {
    what: 'A request was cut off because the step is ending.',
    why: 'The step was cancelled or failed elsewhere, and its connections were closed.',
    remedy: 'Look at the error before this one.',
  },
} as const satisfies CatalogueArea;
