import { spawnSync } from 'node:child_process';

/** A text as a program prints it, with the positions that would give something of the secret away. */
export interface Printed {
  readonly text: string;
  readonly secret: readonly boolean[];
}

/** What programs print of a secret; written for this test, without the product's encoders. */
export type Printer = (secret: string) => Printed;

const allSecret = (text: string): Printed => ({
  text,
  secret: Array.from({ length: text.length }, () => true),
});

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Base64 with the bits of each character followed back to the byte they come from. */
function base64Of(before: string, secret: string, after: string, alphabet = standard): Printed {
  const bytes = bytesOf(before + secret + after);
  const from = bytesOf(before).length;
  const to = from + bytesOf(secret).length;
  let text = '';
  const marks: boolean[] = [];
  for (let bit = 0; bit < bytes.length * 8; bit += 6) {
    const first = Math.floor(bit / 8);
    const pair = ((bytes[first] ?? 0) << 8) | (bytes[first + 1] ?? 0);
    text += alphabet[(pair >> (10 - (bit % 8))) & 63]!;
    const last = Math.min(Math.floor((bit + 5) / 8), bytes.length - 1);
    marks.push((first >= from && first < to) || (last >= from && last < to));
  }
  return { text, secret: marks };
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const standard = `${letters}+/`;
const urlSafe = `${letters}-_`;

function padded(printed: Printed): Printed {
  const padding = '='.repeat((4 - (printed.text.length % 4)) % 4);
  return { text: printed.text + padding, secret: [...printed.secret, ...Array.from(padding, () => false)] };
}

function folded({ text, secret }: Printed, width: number): Printed {
  const lines: string[] = [];
  const marks: boolean[] = [];
  for (let at = 0; at < text.length; at += width) {
    lines.push(text.slice(at, at + width));
    marks.push(...secret.slice(at, at + width), false);
  }
  return { text: lines.join('\n'), secret: marks.slice(0, -1) };
}

function each(secret: string, escape: (character: string) => string): Printed {
  return allSecret(Array.from(secret, escape).join(''));
}

const percent = (text: string, capitals: boolean) =>
  Array.from(bytesOf(text), (byte) => {
    const hex = byte.toString(16).padStart(2, '0');
    return `%${capitals ? hex.toUpperCase() : hex}`;
  }).join('');

const keeping =
  (kept: RegExp, capitals = true, blank?: string) =>
  (secret: string) =>
    each(secret, (character) => {
      if (character === ' ' && blank !== undefined) return blank;
      return kept.test(character) ? character : percent(character, capitals);
    });

function jsonCharacter(character: string): string {
  const named = new Map([
    ['"', '\\"'],
    ['\\', '\\\\'],
    ['\n', '\\n'],
    ['\r', '\\r'],
    ['\t', '\\t'],
    ['\b', '\\b'],
    ['\f', '\\f'],
  ]).get(character);
  if (named !== undefined) return named;
  return character < ' ' ? unicodeEscape(character) : character;
}

const unicodeEscape = (character: string) =>
  character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');

const goJson = (character: string) =>
  '&<>\u2028\u2029'.includes(character) ? unicodeEscape(character) : jsonCharacter(character);
const asciiJson = (character: string) =>
  character > '\u007e' ? unicodeEscape(character) : jsonCharacter(character);

function html(secret: string, double: string, single: string): Printed {
  const entities = new Map([
    ['&', '&amp;'],
    ['<', '&lt;'],
    ['>', '&gt;'],
    ['"', double],
    ["'", single],
  ]);
  return each(secret, (character) => entities.get(character) ?? character);
}

/** Every row that facts about the masker list as masked once derived masks are registered. */
export const printers: Readonly<Record<string, Printer>> = {
  'as it is': (secret) => allSecret(secret),
  'printf, base64': (secret) => padded(base64Of('', secret, '')),
  'echo, base64': (secret) => padded(base64Of('', secret, '\n')),
  'base64 in lines of 76': (secret) => folded(padded(base64Of('', secret, '')), 76),
  'echo, base64 in lines of 76': (secret) => folded(padded(base64Of('', secret, '\n')), 76),
  'base64 in lines of 64': (secret) => folded(padded(base64Of('', secret, '')), 64),
  'echo, base64 in lines of 64': (secret) => folded(padded(base64Of('', secret, '\n')), 64),
  'base64url without padding': (secret) => base64Of('', secret, '', urlSafe),
  'base64 twice': (secret) => padded(base64Of('', padded(base64Of('', secret, '')).text, '')),
  'echo, base64 twice': (secret) => padded(base64Of('', `${padded(base64Of('', secret, '\n')).text}\n`, '')),
  hex: (secret) => allSecret(Buffer.from(secret).toString('hex')),
  'hex in capitals': (secret) => allSecret(Buffer.from(secret).toString('hex').toUpperCase()),
  'user:value, echo, base64': (secret) => padded(base64Of('user:', secret, '\n')),
  'u:value, base64': (secret) => padded(base64Of('u:', secret, '')),
  'inside a JSON document, base64': (secret) => padded(base64Of('{"secret":"', secret, '"}')),
  encodeURIComponent: (secret) => allSecret(encodeURIComponent(secret)),
  'form field': (secret) => allSecret(new URLSearchParams([['', secret]]).toString().slice(1)),
  'query, Python quote_plus': keeping(/[\w.~-]/, true, '+'),
  'percent in lower case': keeping(/[\w.~-]/, false),
  'path, Python quote': keeping(/[\w.~/-]/),
  JSON: (secret) => each(secret, jsonCharacter),
  'JSON by Go': (secret) => each(secret, goJson),
  'JSON in ASCII': (secret) => each(secret, asciiJson),
  'JSON in JSON': (secret) => each(each(secret, jsonCharacter).text, jsonCharacter),
  'JSON in JSON by Go': (secret) => each(each(secret, goJson).text, jsonCharacter),
  'HTML by Go': (secret) => html(secret, '&#34;', '&#39;'),
  'HTML by Python': (secret) => html(secret, '&quot;', '&#x27;'),
  'single quotes in a shell': (secret) =>
    each(secret, (character) => (character === "'" ? "'\\''" : character)),
};

/** The same secrets as a real bash prints them, in one process: `printf %q`, then the line of `set -x`. */
export function printByBash(
  secrets: readonly string[],
): { readonly quoted: string; readonly traced: string }[] {
  const script = `PS4='+ '
while IFS= read -r -d '' value; do
  printf '%q\\0' "$value"
  { set -x; : "$value"; { set +x; } 2>/dev/null; } 2>&1
  printf '\\0'
done`;
  const input = secrets.map((secret) => `${secret}\0`).join('');
  const { stdout, error } = spawnSync('bash', ['-c', script], {
    input,
    env: { LC_ALL: 'C.UTF-8', PATH: process.env['PATH'] },
    maxBuffer: 64 * 1024 * 1024,
    encoding: 'utf8',
  });
  if (error !== undefined) throw error;
  const fields = stdout.split('\0');
  return secrets.map((_, index) => ({ quoted: fields[index * 2]!, traced: fields[index * 2 + 1]! }));
}

export const markAll = allSecret;
