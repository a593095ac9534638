import { formsOf as derivedForms } from '@sallyport/derivations';
import { base64Images } from '../prefilter/images.ts';

/** A form in which a known value may be printed. */
export interface KnownForm {
  /** How it was derived, for the report. */
  readonly derivation: string;
  /** Latin-1 bytes, without line breaks: the scan looks across them. */
  readonly text: string;
  readonly anyCase: boolean;
}

/** Shorter forms of a value, other than the value itself, occur by chance. */
const shortestForm = 8;

function toLatin1(text: string): string {
  return Buffer.from(text.replace(/[\r\n]/g, ''), 'utf8').toString('latin1');
}

/** Forms that no masker covers: case changed, reversed, spaced, encoded twice. */
function strangeForms(value: string): KnownForm[] {
  const text = toLatin1(value);
  const twice = base64Images(text).flatMap((image) => base64Images(image.text));
  return [
    { derivation: 'its case changed', text, anyCase: true },
    { derivation: 'reversed', text: toLatin1(Array.from(value).reverse().join('')), anyCase: false },
    { derivation: 'spaced', text: text.split('').join(' '), anyCase: false },
    { derivation: 'hex', text: Buffer.from(value, 'utf8').toString('hex'), anyCase: true },
    { derivation: 'hex of UTF-16', text: Buffer.from(value, 'utf16le').toString('hex'), anyCase: true },
    ...base64Images(text).map((image) => ({ derivation: 'base64', text: image.text, anyCase: false })),
    ...twice.map((image) => ({ derivation: 'base64, twice', text: image.text, anyCase: false })),
  ];
}

/** Every form in which a value may be printed: those that masks are made of, and those that no mask covers. */
export function formsOf(value: string): KnownForm[] {
  const derived = derivedForms(value).map(({ name, source, text }) => ({
    derivation: source === 'value' ? (name === 'plain' ? 'raw' : name) : `${source}, ${name}`,
    text: toLatin1(text),
    anyCase: false,
  }));
  return [...derived, ...strangeForms(value)].filter(
    ({ derivation, text }) => derivation === 'raw' || text.length >= shortestForm,
  );
}
