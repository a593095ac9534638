import { entropy } from '../context/values.ts';

/** A private key block, as positions in the text. */
export interface KeyBlock {
  readonly start: number;
  readonly end: number;
  /** What stood between the dashes, e.g. `RSA PRIVATE KEY`. */
  readonly label: string;
  /** The base64 of the body, without the line breaks. */
  readonly body: string;
  readonly complete: boolean;
  readonly encrypted: boolean;
}

/** Longest block that is read: an RSA key of 16,384 bits has 12.7 KB. */
export const longestBlock = 28 * 1024;

const leastBody = 60;
const header = /^-----BEGIN ((?:[A-Z0-9]{2,12} ){0,4}PRIVATE KEY(?: BLOCK)?)-----/;
const end = '-----END ';

/** One line of a body, without what a log puts around it; undefined if the block ends here. */
function readLine(line: string): string | undefined {
  const content = line.replace(/^[\s>|+#"']{1,16}/, '').replace(/[\s"',\\]{1,8}$/, '');
  if (/^[A-Za-z0-9+/]{1,4096}={0,2}$/.test(content) || content === '') return content;
  if (/^=[A-Za-z0-9+/]{4}$/.test(content)) return '';
  // Headers of RFC 1421 and RFC 9580: `Proc-Type: 4,ENCRYPTED`, `Version: …`.
  if (/^[A-Za-z-]{4,20}: /.test(content) || /^\*{3}$/.test(content)) return '';
  return undefined;
}

/** Reads a private key in PEM (RFC 7468) or OpenPGP armour (RFC 9580 §6.2), its lines broken by `\n` or in fact. */
export function readKeyBlock(text: Buffer, from: number, to: number): KeyBlock | undefined {
  const limit = Math.min(to, from + longestBlock);
  const begin = header.exec(text.toString('latin1', from, Math.min(limit, from + 80)));
  if (begin?.[1] === undefined) return undefined;
  const bodyStart = from + begin[0].length;
  const rest = text.subarray(bodyStart, limit);
  // A further beginning ends the block: what repeats its first line alone costs nothing.
  const next = rest.indexOf('-----BEGIN ', 0, 'latin1');
  const closing = rest.indexOf(end, 0, 'latin1');
  const complete = closing >= 0 && (next < 0 || closing < next);
  const stop = complete ? bodyStart + closing : next < 0 ? limit : bodyStart + next;
  let body = '';
  let at = bodyStart;
  let encrypted = begin[1].includes('ENCRYPTED');
  const separator = text[bodyStart] === 32 ? lineBreakOrBlank : lineBreak;
  for (const line of lines(text.toString('latin1', bodyStart, stop), separator)) {
    const content = readLine(line.text);
    if (content === undefined) break;
    if (line.text.includes('ENCRYPTED')) encrypted = true;
    body += content;
    at = bodyStart + line.end;
  }
  if (body.length < leastBody || entropy(body.slice(0, 256)) < 3.5) return undefined;
  const whole = complete && at >= stop;
  return {
    start: from,
    end: whole ? Math.min(limit, stop + end.length + begin[1].length + 5) : at,
    label: begin[1],
    body,
    complete: whole,
    encrypted,
  };
}

const lineBreak = /\\{1,8}r\\{1,8}n|\\{1,8}n|\n/g;

/** Keys that a shell printed without quotes: its lines became words. */
const lineBreakOrBlank = /\\{1,8}n|\n| /g;

function* lines(text: string, separator: RegExp): Generator<{ text: string; end: number }> {
  let at = 0;
  for (const found of text.matchAll(separator)) {
    yield { text: text.slice(at, found.index), end: found.index };
    at = found.index + found[0].length;
  }
  yield { text: text.slice(at), end: text.length };
}

/** Reads the private part of a PuTTY key file (PuTTY documentation, appendix C) after `Private-Lines:`. */
export function readPuttyKey(text: Buffer, from: number, to: number): KeyBlock | undefined {
  const header = 'Private-Lines:';
  const after = text.subarray(from + header.length, Math.min(to, from + longestBlock));
  const next = after.indexOf(header, 0, 'latin1');
  const window = header + after.toString('latin1', 0, next < 0 ? after.length : next);
  const count = /^Private-Lines: {0,4}([0-9]{1,3})(?:\\n|\n)/.exec(window);
  if (count?.[1] === undefined) return undefined;
  const wanted = Number(count[1]);
  let body = '';
  let at = count[0].length;
  let seen = 0;
  for (const line of lines(window.slice(at), lineBreak)) {
    const content = readLine(line.text);
    if (seen >= wanted || content === undefined) break;
    body += content;
    seen += 1;
    at = count[0].length + line.end;
  }
  if (body.length < leastBody) return undefined;
  const start = from;
  return { start, end: from + at, label: 'PuTTY', body, complete: seen === wanted, encrypted: false };
}
