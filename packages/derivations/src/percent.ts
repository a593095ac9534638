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
  const strict = escapeStrictly(bytes.toString());
  const every = [...bytes].map((byte) => percentOf(byte)).join('');
  const forms = styles.map((style): [string, string] => [style.name, inStyle(strict, style)]);
  return [...forms, ['every byte', every] as const].flatMap(([style, escaped]) => {
    const name = `percent, ${style}`;
    return [
      { family: 'percent', name, text: escaped },
      { family: 'percent', name: `${name}, lower case`, text: lowerEscapes(escaped) },
    ];
  });
}

/** Everything but RFC 3986's unreserved characters; `encodeURIComponent` leaves five more. */
function escapeStrictly(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (character) => percentOf(character.charCodeAt(0)));
}

function inStyle(strict: string, { kept, blank }: Style): string {
  return strict
    .replace(/[-._~]/g, (character) =>
      kept.includes(character) ? character : percentOf(character.charCodeAt(0)),
    )
    .replace(/%([2-7][0-9A-F])/g, (escape, hex: string) => {
      const character = String.fromCharCode(Number.parseInt(hex, 16));
      if (character === ' ' && blank !== undefined) return blank;
      return kept.includes(character) ? character : escape;
    });
}

function percentOf(byte: number): string {
  return `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
}

function lowerEscapes(text: string): string {
  return text.replace(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase());
}
