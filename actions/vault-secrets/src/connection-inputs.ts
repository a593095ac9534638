import { failure, plainText } from '@sallyport/errors';
import type { InputReader } from '@sallyport/runner';
import { aliases } from './declared-inputs.ts';

/** Where the server is and how it is reached; the post step reads them too. */
export interface ConnectionInputs {
  /** Without a trailing slash. */
  readonly address: string;
  readonly namespace: string | undefined;
  readonly certificateAuthorities: string | undefined;
  readonly clientCertificate: string | undefined;
  readonly clientKey: string | undefined;
  readonly proxy: string | undefined;
  readonly noProxy: string | undefined;
  /** Sent with every request to the server, by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
}

/** @throws CodedError `inputs/*` */
export function readConnection(inputs: InputReader): ConnectionInputs {
  return {
    address: readAddress(inputs),
    namespace: inputs.optional('namespace'),
    certificateAuthorities: readPem(inputs, 'ca-certificate'),
    clientCertificate: readPem(inputs, 'client-certificate'),
    clientKey: readPem(inputs, 'client-key'),
    proxy: inputs.optional('http-proxy'),
    noProxy: inputs.optional('no-proxy'),
    headers: readHeaders(inputs),
    timeoutSeconds: inputs.integer('timeout-seconds', { min: 1, max: 3600, default: 60, unit: 'seconds' }),
  };
}

function readAddress(inputs: InputReader): string {
  const address = inputs.text('url', { required: true }).replace(/\/+$/, '');
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) {
    throw failure('inputs/invalid', {
      what: 'The input `url` is not a URL.',
      remedy: 'Write it as in `https://vault.example.com:8200`.',
    });
  }
  return address;
}

/** PEM text as it is, or in base64 as vault-action takes it. */
function readPem(
  inputs: InputReader,
  name: 'ca-certificate' | 'client-certificate' | 'client-key',
): string | undefined {
  const text = inputs.optional(name, { aliases: aliases[name] });
  return text === undefined || text.includes('-----BEGIN')
    ? text
    : Buffer.from(text, 'base64').toString('utf8');
}

function readHeaders(inputs: InputReader): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const line of inputs.list('extra-headers', { aliases: aliases['extra-headers'] })) {
    const [, name = '', value = ''] = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*:\s*(.*)$/.exec(line) ?? [];
    if (name === '' || !/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) {
      throw failure('inputs/invalid', {
        what: 'A line of `extra-headers` is no header.',
        remedy: 'Write each as `Name: value` on a line of its own.',
      });
    }
    const key = name.toLowerCase();
    if (/^(?:host|connection|content-length|transfer-encoding|x-vault-token)$/.test(key)) {
      throw failure('inputs/invalid', {
        what: `\`${plainText(name)}\` cannot be an extra header: this step sets it.`,
        remedy: 'Remove it from `extra-headers`.',
      });
    }
    headers[key] = headers[key] === undefined ? value : `${headers[key]}, ${value}`;
  }
  return headers;
}
