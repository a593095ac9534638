import { createPrivateKey, X509Certificate } from 'node:crypto';
import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';
import { failure } from '@sallyport/errors';

export interface TrustOptions {
  /** PEM text of further authorities, for private ones. */
  readonly certificateAuthorities?: string | undefined;
  /** PEM text; both or neither. */
  readonly clientCertificate?: string | undefined;
  readonly clientKey?: string | undefined;
}

/**
 * What TLS trusts: the authorities that this Node.js ships, and the given ones. The list is explicit, so neither
 * NODE_EXTRA_CA_CERTS nor NODE_USE_SYSTEM_CA nor the system's store take part in it.
 *
 * Building it parses about 145 certificates (16 ms), as Node.js does for its own list: once for a client.
 */
export function createTrust(options: TrustOptions): SecureContext {
  const { clientCertificate, clientKey } = options;
  try {
    return createSecureContext({
      ca: [...rootCertificates, ...readAuthorities(options.certificateAuthorities)],
      minVersion: 'TLSv1.2',
      ...(clientCertificate === undefined ? {} : { cert: clientCertificate }),
      ...(clientKey === undefined ? {} : { key: clientKey }),
    });
  } catch {
    // What OpenSSL says of the pair is left out: it may quote what it could not read.
    throw failure('http/client-certificate-invalid');
  }
}

/**
 * Checks what `createTrust` will read, before any request.
 * @throws CodedError `http/ca-invalid`, `http/client-certificate-invalid`.
 */
export function checkTrust(options: TrustOptions): void {
  readAuthorities(options.certificateAuthorities);
  const { clientCertificate, clientKey } = options;
  if (clientCertificate === undefined && clientKey === undefined) return;
  if (clientCertificate === undefined || clientKey === undefined) {
    throw failure('http/client-certificate-invalid', {
      what: `A client ${clientKey === undefined ? 'certificate' : 'key'} is given without its ${clientKey === undefined ? 'key' : 'certificate'}.`,
    });
  }
  if (!isPair(clientCertificate, clientKey)) throw failure('http/client-certificate-invalid');
}

function isPair(certificate: string, key: string): boolean {
  try {
    return new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key));
  } catch {
    return false;
  }
}

/** @throws CodedError `http/ca-invalid`. */
function readAuthorities(pem: string | undefined): readonly string[] {
  if (pem === undefined) return [];
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem)) {
    throw failure('http/ca-invalid', {
      what: 'The text given as certificate authorities holds a private key.',
      why: 'An authority is trusted by its certificate; its key must stay with the authority.',
      remedy: 'Give the certificate only. A key that was in a workflow or a log has to be replaced.',
    });
  }
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  const begun = pem.split('-----BEGIN CERTIFICATE-----').length - 1;
  if (blocks.length === 0) throw failure('http/ca-invalid');
  const broken = blocks.findIndex((block) => !isCertificate(block));
  if (broken !== -1 || begun !== blocks.length) {
    const which = broken === -1 ? blocks.length : broken;
    throw failure('http/ca-invalid', {
      what: `Certificate ${which + 1} of ${begun} in the text given as certificate authorities cannot be read.`,
    });
  }
  return blocks;
}

function isCertificate(block: string): boolean {
  try {
    return new X509Certificate(block).raw.length > 0;
  } catch {
    return false;
  }
}
