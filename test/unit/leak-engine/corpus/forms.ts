import type { Random } from '@sallyport/leak-engine';
import {
  base64,
  base64url,
  escapeAll,
  fold,
  gzipBase64,
  hex,
  toBase64,
  utf16,
  zlibBase64,
} from './encoders.ts';

/** Lines (without timestamps) that print a credential in one form. Characters are bytes (Latin-1). */
export type Form = (secret: string, random: Random) => string[];

const words = ['build', 'fetching', 'deploy done for', 'using', 'value is', 'Größe', 'résumé of', 'step'];

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

/** Text of some length before and after, so that the credential stands at every phase. */
function within(secret: string, random: Random): string {
  const before = random.text('abcdefghij klmnop', random.int(60));
  return `${random.pick(words)} ${before} ${secret} ${random.pick(words)}\n`;
}

function pairs(secret: string, random: Random, count: number): string {
  const lines = Array.from({ length: count }, (_, index) => {
    const value =
      index === Math.floor(count / 2) ? secret : random.text('abcdefghijklmnop qrstuvwxyz0123456789', 40);
    return `"NAME_${index}":{"value":"${value}","isSecret":true}`;
  });
  return `${lines.join('\n')}\n`;
}

/** A position inside the secret. */
function cut(secret: string, random: Random): number {
  return 1 + random.int(secret.length - 1);
}

/** Every form that the masker lets through or that logs are seen to use. */
export const forms: Readonly<Record<string, Form>> = {
  raw: (secret, random) => [`${random.pick(words)} ${secret} and more`],
  'alone in its line': (secret) => [secret],
  quoted: (secret) => [`result: "${secret}", next`],
  'shell trace': (secret) => [`+ export VALUE=${secret}`],
  'after an equals sign': (secret) => [`value=${secret};`],
  'query of a URL': (secret) => [`GET https://example.org/a?x=1&value=${encodeURIComponent(secret)}&z=2 200`],
  base64: (secret, random) => [`out: ${base64(within(secret, random))}`],
  'base64 of it alone': (secret) => [base64(secret)],
  'base64 of it and a line break': (secret) => [`${base64(`${secret}\n`)}`],
  'base64 url-safe': (secret, random) => [`x=${base64url(within(secret, random))}`],
  'base64 twice': (secret, random) => [base64(base64(within(secret, random)))],
  'base64 thrice': (secret, random) => [base64(base64(base64(within(secret, random))))],
  'base64 four times': (secret) => [base64(base64(base64(base64(`a ${secret}`))))],
  'base64 folded at 64': (secret, random) => fold(base64(within(secret, random).repeat(2)), 64),
  'base64 folded at 76': (secret, random) => fold(base64(within(secret, random).repeat(3)), 76),
  'base64 folded and indented': (secret, random) => [
    'data: |',
    ...fold(base64(within(secret, random).repeat(2)), 64).map((line) => `    ${line}`),
  ],
  'base64 twice, folded at 76': (secret, random) => fold(base64(base64(within(secret, random))), 76),
  'JSON in JSON': (secret) => [
    JSON.stringify({ body: JSON.stringify({ value: secret, more: 'a "quoted" word' }) }),
  ],
  'JSON in JSON in JSON': (secret) => [
    JSON.stringify({ a: JSON.stringify({ b: JSON.stringify({ c: secret }) }) }),
  ],
  'JSON text in base64': (secret) => [`{"payload":"${base64(JSON.stringify({ value: secret, n: 1 }))}"}`],
  'ANSI inside': (secret, random) => {
    const at = cut(secret, random);
    return [`\u001B[32mgot ${secret.slice(0, at)}\u001B[0m\u001B[1;31m${secret.slice(at)}\u001B[0m done`];
  },
  'ANSI around': (secret) => [`\u001B[36;1m${secret}\u001B[0m`],
  'UTF-16LE': (secret) => [latin1(utf16(`value ${secret} end`))],
  'UTF-16LE in base64': (secret) => [toBase64(utf16(`the value is ${secret} here`))],
  'every byte in percent': (secret) => [`q=${escapeAll(secret, 'percent')}&a=b`],
  'every byte in \\u': (secret) => [`{"v":"${escapeAll(secret, 'unicode')}"}`],
  'every byte in \\x': (secret) => [`b'${escapeAll(secret, 'x')}'`],
  'every byte as an entity': (secret) => [`<p>${escapeAll(secret, 'entity')}</p>`],
  'every byte as a hex entity': (secret) => [`<p>${escapeAll(secret, 'hex-entity')}</p>`],
  'percent twice': (secret) => [`u=${escapeAll(escapeAll(secret, 'percent'), 'percent')}`],
  hex: (secret, random) => [hex(within(secret, random))],
  'hex, upper case': (secret) => [`dump ${hex(`v=${secret}`, true)}`],
  'gzip in base64': (secret, random) => [gzipBase64(within(secret, random).repeat(3))],
  'zlib in base64': (secret, random) => [zlibBase64(within(secret, random).repeat(3))],
  'CRLF inside the log': (secret) => [`value ${secret}\r`],
  'split by a page BOM': (secret, random) => {
    const at = cut(secret, random);
    return [`value ${secret.slice(0, at)}\u00EF\u00BB\u00BF${secret.slice(at)} end`];
  },
  'wrapped over two lines': (secret, random) => {
    const at = cut(secret, random);
    return [`value ${secret.slice(0, at)}`, `${secret.slice(at)} end`];
  },
  'memory dump': (secret, random) => [base64(base64(pairs(secret, random, 3 + random.int(5))))],
};
