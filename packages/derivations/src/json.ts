import type { Form } from './form.ts';

/** The inside of a JSON string, by what each writer escapes beyond what RFC 8259 demands. */
export function jsonForms(text: string): Form[] {
  const plain = escapePlain(text);
  const go = escapeUnits(plain, /[&<>\u2028\u2029]/g, lower);
  const ascii = escapeUnits(plain, /[\u007f-\uffff]/g, lower);
  const forms: [string, string][] = [
    ['JSON', plain],
    ['JSON by Go', go],
    ['JSON by Go, ASCII', escapeUnits(go, /[\u007f-\uffff]/g, lower)],
    ['JSON in ASCII: Python', ascii],
    ['JSON in ASCII, capitals', escapeUnits(plain, /[\u007f-\uffff]/g, upper)],
    ['JSON by PHP', escapeUnits(plain, /[\u0080-\uffff]/g, lower).replaceAll('/', '\\/')],
    ['JSON by .NET', escapeDotnet(text)],
    ['JSON in JSON', escapePlain(plain)],
    ['JSON in JSON by Go', escapePlain(go)],
    ['JSON in JSON, ASCII', escapePlain(ascii)],
    ['JSON in JSON in JSON', escapePlain(escapePlain(plain))],
  ];
  return forms.map(([name, escaped]) => ({ family: 'json', name, text: escaped }));
}

function escapePlain(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

type Case = (hex: string) => string;
const lower: Case = (hex) => hex;
const upper: Case = (hex) => hex.toUpperCase();

function escapeUnits(text: string, units: RegExp, letters: Case): string {
  return text.replace(units, (unit) => `\\u${letters(unit.charCodeAt(0).toString(16).padStart(4, '0'))}`);
}

/** System.Text.Json escapes whatever HTML could misread, the quotation mark included, and all but ASCII. */
function escapeDotnet(text: string): string {
  const escaped = escapePlain(text).replaceAll('\\"', '"');
  return escapeUnits(escaped, /["&'+<>`\u007f-\uffff]/g, upper);
}
