import type { Form } from './form.ts';

/**
 * Base64 (RFC 4648) of a text as it appears inside something larger. Three bytes make four characters, so the same
 * text looks different at each of three alignments, and the characters at its ends mix with what is around it: a
 * piece begins where a group begins and ends with the last whole group.
 */
export function base64Forms(text: string): Form[] {
  const bytes = Buffer.from(text);
  return [...pieces(bytes, 'base64'), ...twice(bytes), ...folds(text)];
}

/** PowerShell's `-EncodedCommand` and .NET's `Encoding.Unicode` print UTF-16, little end first. */
export function utf16Forms(text: string): Form[] {
  return pieces(Buffer.from(text, 'utf16le'), 'base64 of UTF-16').map((form) => ({
    ...form,
    family: 'utf16',
  }));
}

/** `user:value`, as HTTP Basic (RFC 7617), registries' `auth` fields and `.netrc` helpers encode it. */
export function pairForms(user: string, value: string): Form[] {
  const whole = Buffer.from(`${user}:${value}`);
  const cut = whole.subarray(0, whole.length - (whole.length % 3));
  return [
    { family: 'base64', name: 'base64 of user:value', text: whole.toString('base64') },
    { family: 'base64', name: 'base64 of user:value and more', text: cut.toString('base64') },
  ];
}

function pieces(bytes: Buffer, name: string): Form[] {
  return [0, 1, 2].flatMap((from) => {
    const piece = wholeGroups(bytes.subarray(from)).toString('base64');
    return [
      { family: 'base64', name: `${name} from byte ${from}`, text: piece },
      { family: 'base64', name: `${name}url from byte ${from}`, text: urlSafe(piece) },
    ];
  });
}

function wholeGroups(bytes: Buffer): Buffer {
  return bytes.subarray(0, bytes.length - (bytes.length % 3));
}

function urlSafe(base64: string): string {
  return base64.replaceAll('+', '-').replaceAll('/', '_');
}

/** What `printf` and what `echo` (with a line break) pipe into an encoder. */
function piped(bytes: Buffer): Buffer[] {
  return [bytes, Buffer.concat([bytes, Buffer.from('\n')])];
}

function twice(bytes: Buffer): Form[] {
  return piped(bytes).map((input) => ({
    family: 'base64',
    name: 'base64 twice',
    text: wholeGroups(Buffer.from(input.toString('base64'))).toString('base64'),
  }));
}

/** OpenSSL and PEM break after 64 characters, coreutils and MIME after 76. */
const columns = [64, 76];
const shortestLine = 8;

function folds(text: string): Form[] {
  const bytes = Buffer.from(text);
  const whole = wholeGroups(bytes).toString('base64');
  return columns.flatMap((width) => {
    if (bytes.toString('base64').length <= width) return [];
    const name = `base64 in lines of ${width}`;
    const lines = foldAt(whole, width).filter((line) => line.length >= shortestLine);
    // A last line too short without its incomplete group is taken with it, as each pipe ends it.
    const ends = piped(bytes).map((input) => foldAt(input.toString('base64'), width).at(-1)!);
    const short = ends.filter((line) => line.length >= shortestLine && wholeLength(line) < shortestLine);
    return [...lines, ...short].map((line): Form => ({ family: 'base64', name, text: line }));
  });
}

function wholeLength(line: string): number {
  return line.endsWith('=') ? line.length - 4 : line.length;
}

function foldAt(text: string, width: number): string[] {
  return Array.from({ length: Math.ceil(text.length / width) }, (_, index) =>
    text.slice(index * width, (index + 1) * width),
  );
}
