import { base64Images } from '../prefilter/images.ts';

/** A form in which a known value may be printed. */
export interface KnownForm {
  /** How it was derived, for the report. */
  readonly derivation: string;
  /** Latin-1 bytes. */
  readonly text: string;
  readonly anyCase: boolean;
}

const shortestImage = 7;

function toBase64Url(text: string): string {
  return text.replaceAll('+', '-').replaceAll('/', '_');
}

/** What is undone by decoding, whatever stands around it, needs no form here: escapes, and base64 or hex of text. */
export function formsOf(value: string): KnownForm[] {
  const bytes = Buffer.from(value, 'utf8');
  const text = bytes.toString('latin1');
  const utf16 = Buffer.from(value, 'utf16le').toString('latin1');
  const once = [...base64Images(text), ...base64Images(utf16)].map((image) => image.text);
  const twice = base64Images(text).flatMap((image) => base64Images(image.text).map((inner) => inner.text));
  const images = [
    ...once.map((image) => ['base64', image] as const),
    ...twice.map((image) => ['base64, twice', image] as const),
    ...once.map((image) => ['base64url', toBase64Url(image)] as const),
  ].filter(([, image]) => image.length >= shortestImage);
  const reversed = Array.from(value).reverse().join('');
  return [
    { derivation: 'raw', text, anyCase: false },
    { derivation: 'its case changed', text, anyCase: true },
    { derivation: 'reversed', text: Buffer.from(reversed, 'utf8').toString('latin1'), anyCase: false },
    { derivation: 'spaced', text: text.split('').join(' '), anyCase: false },
    { derivation: 'hex', text: bytes.toString('hex'), anyCase: true },
    { derivation: 'hex of UTF-16', text: Buffer.from(value, 'utf16le').toString('hex'), anyCase: true },
    ...images.map(([derivation, image]) => ({ derivation, text: image, anyCase: false })),
  ];
}
