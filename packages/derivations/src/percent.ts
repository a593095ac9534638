import type { Form } from './form.ts';

interface Style {
  readonly name: string;
  /** What stays as it is besides letters and digits. */
  readonly kept: string;
  readonly blank?: '+';
}

/** Percent-encoding (RFC 3986 section 2.1), by who leaves which characters alone. */
const styles: readonly Style[] = [
  { name: 'RFC 3986: .NET, curl, jq', kept: '-._~' },
  { name: 'encodeURIComponent', kept: "-._~!'()*" },
  { name: 'encodeURI', kept: "-._~!'()*;,/?:@&=+$#" },
  { name: 'form field (WHATWG)', kept: '-._*', blank: '+' },
  { name: 'query: Go, Python quote_plus', kept: '-._~', blank: '+' },
  { name: 'path: Python quote', kept: '-._~/' },
];

export function percentForms(text: string): Form[] {
  const bytes = Buffer.from(text);
  const every = { name: 'every byte', kept: undefined };
  return [...styles, every].flatMap((style) => {
    const upper = escapeBytes(bytes, style);
    const name = `percent, ${style.name}`;
    return [
      { family: 'percent', name, text: upper },
      { family: 'percent', name: `${name}, lower case`, text: lowerEscapes(upper) },
    ];
  });
}

function escapeBytes(
  bytes: Buffer,
  style: { readonly kept: string | undefined; readonly blank?: '+' },
): string {
  let escaped = '';
  for (const byte of bytes) {
    const character = String.fromCharCode(byte);
    if (byte === 0x20 && style.blank !== undefined) escaped += style.blank;
    else if (style.kept !== undefined && (/[A-Za-z0-9]/.test(character) || style.kept.includes(character))) {
      escaped += character;
    } else escaped += `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return escaped;
}

function lowerEscapes(text: string): string {
  return text.replace(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase());
}
