import type { Form } from './form.ts';

/** The bytes in hexadecimal, as `xxd -p`, `od` without blanks and most languages print them. */
export function hexForms(text: string): Form[] {
  const hex = Buffer.from(text).toString('hex');
  return [
    { family: 'hex', name: 'hex', text: hex },
    { family: 'hex', name: 'hex in capitals', text: hex.toUpperCase() },
  ];
}

/** Every byte or UTF-16 unit as an escape of its own: `\x61` and `\u0061`. */
export function escapeForms(text: string): Form[] {
  const bytes = [...Buffer.from(text)].map((byte) => byte.toString(16).padStart(2, '0'));
  const units = Array.from({ length: text.length }, (_, index) =>
    text.charCodeAt(index).toString(16).padStart(4, '0'),
  );
  return [
    { family: 'escape', name: 'bytes as \\x escapes', text: bytes.map((byte) => `\\x${byte}`).join('') },
    { family: 'escape', name: 'units as \\u escapes', text: units.map((unit) => `\\u${unit}`).join('') },
  ];
}
