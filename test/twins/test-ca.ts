import { generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { isIPv4 } from 'node:net';

/** A certificate and its key in PEM, made for one run of the tests and never written to disk. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

export interface CertificateRequest {
  /** DNS names and IPv4 addresses. */
  readonly names: readonly string[];
  readonly notBefore?: Date;
  readonly notAfter?: Date;
}

export interface TestAuthority {
  readonly certificate: string;
  /** For servers and clients alike: no extended key usage limits it. */
  issue(request: CertificateRequest): Certificate;
}

const day = 24 * 60 * 60 * 1000;

/** Makes a certificate authority with a fresh P-256 key. X.509 v3 as RFC 5280 section 4.1 lays it out. */
export function createTestAuthority(name: string): TestAuthority {
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const common = { issuer: name, issuerKey: keys.privateKey };
  const own = encodeCertificate({
    ...common,
    subject: name,
    publicKey: keys.publicKey,
    authority: true,
    names: [],
  });
  return {
    certificate: own,
    issue: (request) => {
      const leaf = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const subject = request.names[0] ?? 'nameless';
      return {
        certificate: encodeCertificate({
          ...common,
          ...request,
          subject,
          publicKey: leaf.publicKey,
          authority: false,
        }),
        key: leaf.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      };
    },
  };
}

interface Contents extends CertificateRequest {
  readonly issuer: string;
  readonly issuerKey: KeyObject;
  readonly subject: string;
  readonly publicKey: KeyObject;
  readonly authority: boolean;
}

function encodeCertificate(contents: Contents): string {
  const ecdsaWithSha256 = sequence(objectIdentifier('1.2.840.10045.4.3.2'));
  const notBefore = contents.notBefore ?? new Date(Date.now() - day);
  const notAfter = contents.notAfter ?? new Date(Date.now() + day);
  const toBeSigned = sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    ecdsaWithSha256,
    distinguishedName(contents.issuer),
    sequence(generalizedTime(notBefore), generalizedTime(notAfter)),
    distinguishedName(contents.subject),
    contents.publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(...extensions(contents))),
  );
  const signature = sign('sha256', toBeSigned, contents.issuerKey);
  return toPem(sequence(toBeSigned, ecdsaWithSha256, bitString(signature)));
}

function extensions({ authority, names }: Contents): readonly Buffer[] {
  const boolean = tagged(0x01, Buffer.from([0xff]));
  const basicConstraints = sequence(
    objectIdentifier('2.5.29.19'),
    boolean,
    octetString(authority ? sequence(boolean) : sequence()),
  );
  if (names.length === 0) return [basicConstraints];
  const alternatives = names.map((name) =>
    isIPv4(name)
      ? tagged(0x87, Buffer.from(name.split('.').map(Number)))
      : tagged(0x82, Buffer.from(name, 'ascii')),
  );
  return [basicConstraints, sequence(objectIdentifier('2.5.29.17'), octetString(sequence(...alternatives)))];
}

function distinguishedName(name: string): Buffer {
  const attribute = sequence(objectIdentifier('2.5.4.3'), tagged(0x0c, Buffer.from(name, 'utf8')));
  return sequence(tagged(0x31, attribute));
}

function tagged(tag: number, ...contents: readonly Buffer[]): Buffer {
  const body = Buffer.concat(contents);
  const length =
    body.length < 0x80
      ? [body.length]
      : body.length < 0x100
        ? [0x81, body.length]
        : [0x82, body.length >> 8, body.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}

function sequence(...contents: readonly Buffer[]): Buffer {
  return tagged(0x30, ...contents);
}

function integer(value: Buffer): Buffer {
  return tagged(0x02, value);
}

function bitString(value: Buffer): Buffer {
  return tagged(0x03, Buffer.from([0]), value);
}

function octetString(value: Buffer): Buffer {
  return tagged(0x04, value);
}

function generalizedTime(date: Date): Buffer {
  return tagged(0x18, Buffer.from(`${date.toISOString().replace(/\D/g, '').slice(0, 14)}Z`, 'ascii'));
}

function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return tagged(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(toBase128)]));
}

function toBase128(value: number): readonly number[] {
  const digits = [value & 0x7f];
  for (let left = value >> 7; left > 0; left >>= 7) digits.unshift((left & 0x7f) | 0x80);
  return digits;
}

function toPem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
