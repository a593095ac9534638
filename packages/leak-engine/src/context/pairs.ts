import { readColumn, readKeyValue, readMember, readValueBefore, skipType } from './distant-values.ts';
import {
  endOfOperator,
  longestValue,
  readQuote,
  readValue,
  skipBlanks,
  type Pair,
  type PairName,
} from './pair-text.ts';

const longestName = 80;

const nameBytes = new Uint8Array(256);
for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.') {
  nameBytes[character.charCodeAt(0)] = 1;
}

/** Where the name begins that a word is part of. */
function startOfName(text: Uint8Array, at: number): number {
  let start = at;
  while (start > 0 && at - start < longestName && nameBytes[text[start - 1] as number] === 1) start -= 1;
  return start;
}

/**
 * Whether an assignment is alone in its line (env dump, shell trace, .env file): then only a blank ends its value.
 */
function isWholeLine(text: Uint8Array, nameStart: number): boolean {
  let at = nameStart;
  if (text[at - 1] === 32 && at >= 7 && (text[at - 2] === 116 || text[at - 2] === 120)) at -= 7;
  while (at > 0 && nameStart - at < 24 && (text[at - 1] === 32 || text[at - 1] === 43)) at -= 1;
  return at <= 0 || text[at - 1] === 10;
}

/** What may follow a name that something is assigned to. */
const followers = new Uint8Array(256);
for (const character of '=:"\'\\ >\t],\n') followers[character.charCodeAt(0)] = 1;

/** What may come after a name and a blank: an operator, a quote, a bracket, or the word `value`. */
const sayings = new Uint8Array(256);
for (const character of '=:|"\'`\\],vV\n') sayings[character.charCodeAt(0)] = 1;

/** Whether a blank after a name may begin anything but prose: a flag's value, a column, an operator. */
function maySay(text: Uint8Array, nameStart: number, nameEnd: number, end: number): boolean {
  if (text[nameStart] === 45 || text[nameEnd + 1] === 32 || text[nameStart - 2] === 86) return true;
  return sayings[text[skipBlanks(text, nameEnd, end)] as number] === 1;
}

/**
 * Reads the pair whose name holds the word `text[wordStart, wordEnd)`: `NAME=value`, `name: value`, `"name": "value"`
 * (also escaped), `name => value`, `<name>value</name>`, `--name value`, and the forms of `distant-values.ts`.
 * @param end Where the text ends that may be read.
 */
export function readPair(text: Buffer, wordStart: number, wordEnd: number, end: number): Pair | undefined {
  let nameEnd = wordEnd;
  while (nameEnd < end && nameEnd - wordEnd < longestName && nameBytes[text[nameEnd] as number] === 1)
    nameEnd += 1;
  const follower = text[nameEnd];
  // Most mentions of a word end here: nothing is assigned.
  if (follower === undefined || followers[follower] === 0) return undefined;
  const nameStart = startOfName(text, wordStart);
  if (follower === 32 && !maySay(text, nameStart, nameEnd, end)) return undefined;
  const element = readElement(text, nameStart, nameEnd, end);
  if (element !== undefined) return element;
  const quote = readQuote(text, nameEnd, end);
  let at = quote?.end ?? nameEnd;
  if (text[at] === 93) at += 1;
  at = skipBlanks(text, at, end);
  const operator = endOfOperator(text, at, end);
  if (operator < 0) {
    const name = { nameStart, nameEnd };
    if (quote !== undefined && text[at] === 62) return readContent(text, name, at + 1, end);
    return (
      readFlag(text, nameStart, nameEnd, end) ??
      readColumn(text, name, at, end) ??
      readKeyValue(text, name, at, end) ??
      readValueBefore(text, name)
    );
  }
  const from = skipType(text, skipBlanks(text, operator, end));
  if (text[from] === 123) {
    const member = readMember(text, { nameStart, nameEnd }, from, end);
    if (member !== undefined) return member;
  }
  const wholeLine = quote === undefined && at === nameEnd && text[at] === 61 && isWholeLine(text, nameStart);
  return { nameStart, nameEnd, form: 'assignment', ...readValue(text, from, end, wholeLine) };
}

function readElement(text: Uint8Array, nameStart: number, nameEnd: number, end: number): Pair | undefined {
  if (text[nameEnd] !== 62 || text[nameStart - 1] !== 60) return undefined;
  return readContent(text, { nameStart, nameEnd }, nameEnd + 1, end);
}

/** What an XML element holds, from behind its start tag on. */
function readContent(text: Uint8Array, name: PairName, from: number, end: number): Pair | undefined {
  const limit = Math.min(end, from + longestValue);
  let close = from;
  while (close < limit && text[close] !== 60 && text[close] !== 10) close += 1;
  if (text[close] !== 60 || text[close + 1] !== 47) return undefined;
  return { ...name, valueStart: from, valueEnd: close, quoted: true, form: 'element' };
}

/** `--password value`: the dashes belong to the name's run. */
function readFlag(text: Uint8Array, nameStart: number, nameEnd: number, end: number): Pair | undefined {
  if (text[nameStart] !== 45 || text[nameEnd] !== 32) return undefined;
  const from = skipBlanks(text, nameEnd, end);
  if (text[from] === 45) return undefined;
  return { nameStart, nameEnd, form: 'flag', ...readValue(text, from, end, false) };
}
