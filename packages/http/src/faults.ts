import { failure, isCoded, type ErrorCode } from '@sallyport/errors';
import type { Outcome } from './retry.ts';
import { capitalize } from './sentence.ts';

export type Fault = Extract<Outcome<never>, { readonly kind: 'fault' }>;

/** How far an attempt came, which decides what its failure means. */
export type Stage = 'connecting' | 'sent' | 'answering';

interface Meaning {
  readonly code: ErrorCode;
  readonly transient: boolean;
  readonly text: string;
}

/** Error codes of libuv, node:tls and llhttp. EPIPE, ECONNRESET and ECONNABORTED depend on the stage. */
const meanings: Readonly<Record<string, Meaning>> = {
  ENOTFOUND: { code: 'http/dns', transient: false, text: 'could not be resolved' },
  EAI_AGAIN: {
    code: 'http/dns',
    transient: true,
    text: 'could not be resolved: the name server did not answer',
  },
  ECONNREFUSED: { code: 'http/refused', transient: true, text: 'refused the connection' },
  EHOSTUNREACH: { code: 'http/unreachable', transient: true, text: 'cannot be reached from this runner' },
  ENETUNREACH: { code: 'http/unreachable', transient: true, text: 'cannot be reached from this runner' },
  EADDRNOTAVAIL: { code: 'http/unreachable', transient: true, text: 'cannot be reached from this runner' },
  ETIMEDOUT: { code: 'http/connect-timeout', transient: true, text: 'did not accept the connection in time' },
  CERT_HAS_EXPIRED: { code: 'http/tls-expired', transient: false, text: 'shows an expired certificate' },
  CERT_NOT_YET_VALID: {
    code: 'http/tls-expired',
    transient: false,
    text: 'shows a certificate from the future',
  },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    code: 'http/tls-name',
    transient: false,
    text: 'shows a certificate for another name',
  },
};

const untrusted: Omit<Meaning, 'text'> = { code: 'http/tls-untrusted', transient: false };

/** OpenSSL's reasons not to trust a chain, as node:tls names them (doc/api/tls.md, X509 certificate error codes). */
const untrustedTexts: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'shows a certificate that it signed itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'shows a certificate of an authority that is not trusted',
  UNABLE_TO_GET_ISSUER_CERT: 'shows a certificate of an authority that is not known',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'shows a certificate of an authority that is not known',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'shows a certificate without the chain to a trusted authority',
};
const otherUntrusted = /^(CERT_|CRL_|INVALID_|PATH_LENGTH|HOSTNAME_MISMATCH|UNABLE_TO_)/;

/**
 * Turns what node:http threw into a coded error that names peer and host and nothing of what was sent.
 * @param host as messages show it: without path, query or credentials.
 */
export function explainFault(error: unknown, stage: Stage, peer: string, host: string): Fault {
  if (isCoded(error)) return { kind: 'fault', error, transient: false, reached: stage !== 'connecting' };
  const { code, transient, text } = interpret(readCode(error), stage);
  const what = `${capitalize(peer)} (${host}) ${text}.`;
  return { kind: 'fault', error: failure(code, { what }), transient, reached: stage !== 'connecting' };
}

function interpret(code: string, stage: Stage): Meaning {
  const known = meanings[code];
  if (known !== undefined) return known;
  const reason = untrustedTexts[code];
  if (reason !== undefined) return { ...untrusted, text: reason };
  if (otherUntrusted.test(code))
    return { ...untrusted, text: `shows a certificate that is not trusted (${code})` };
  if (
    /ALERT_(CERTIFICATE_REQUIRED|BAD_CERTIFICATE|UNKNOWN_CA|CERTIFICATE_UNKNOWN)|ALERT_HANDSHAKE/.test(code)
  ) {
    return {
      code: 'http/tls-client-certificate',
      transient: false,
      text: 'broke off for want of a client certificate',
    };
  }
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_')) {
    return { code: 'http/tls-failed', transient: false, text: `did not agree on TLS (${code})` };
  }
  if (code.startsWith('HPE_')) {
    return { code: 'http/malformed', transient: false, text: `did not answer with HTTP (${code})` };
  }
  if (stage === 'answering')
    return { code: 'http/truncated', transient: true, text: 'broke off in mid-answer' };
  const when = stage === 'connecting' ? 'while it was being opened' : 'without an answer';
  return { code: 'http/reset', transient: true, text: `closed the connection ${when}` };
}

/** The error's code; of several addresses tried in turn, that of the first. */
function readCode(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  const { code, errors } = error as { readonly code?: unknown; readonly errors?: unknown };
  if (Array.isArray(errors) && errors.length > 0) return readCode(errors[0]);
  return typeof code === 'string' ? code : '';
}
